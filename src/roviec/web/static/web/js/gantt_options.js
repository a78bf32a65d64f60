// What the reader chose, kept in the address, so that a view can be saved and shared as a link. Columns are also remembered here.
import { LEVELS } from "./gantt_scales.js";

const REMEMBERED = "roviec.gantt.cot";
const LAYERS = { due: "han", links: "lien-ket", critical: "gang", forecast: "du-bao" };
const LAYERS_AT_FIRST = ["due", "links", "forecast"];
const GROUPS = { lead: "don-vi", person: "nguoi", tone: "trang-thai", plan: "chuong-trinh" };
const ORDERS = { late: "tre", plan: "ke-hoach", due: "han", start: "bat-dau" };

const listed = (text) => (text ? text.split(",").filter(Boolean) : null);
const named = (slugs, slug) => Object.keys(slugs).find((name) => slugs[name] === slug);
const ZOOMS = Object.fromEntries(Object.entries(LEVELS).map(([name, level]) => [name, level.slug]));

function remembered() {
  try {
    return listed(window.localStorage.getItem(REMEMBERED));
  } catch {
    return null; // storage is switched off
  }
}

/** From the address; what it does not name is null (zoom, columns) or the usual. */
export function readOptions() {
  const given = new URLSearchParams(window.location.search);
  const layers = given.has("lop") ? (listed(given.get("lop")) ?? []).map((slug) => named(LAYERS, slug)) : LAYERS_AT_FIRST;
  return {
    zoom: named(ZOOMS, given.get("thang")) ?? null,
    group: named(GROUPS, given.get("nhom")) ?? null,
    order: named(ORDERS, given.get("sap")) ?? "late",
    tones: new Set(listed(given.get("loc")) ?? []),
    search: given.get("tim") ?? "",
    layers: new Set(layers.filter(Boolean)),
    layersAsked: given.has("lop"),
    baseline: given.get("so-sanh") ?? "",
    columns: listed(given.get("cot")) ?? remembered(),
    folded: given.get("thu") === "1",
    wide: given.get("rong") === "1",
  };
}

export function writeOptions(options) {
  const address = new URL(window.location.href);
  const layers = [...options.layers].sort();
  const set = (name, value) => (value ? address.searchParams.set(name, value) : address.searchParams.delete(name));
  set("thang", options.zoom && ZOOMS[options.zoom]);
  set("nhom", options.group && GROUPS[options.group]);
  set("sap", options.order === "late" ? "" : ORDERS[options.order]);
  set("loc", [...options.tones].join(","));
  set("tim", options.search);
  set("so-sanh", options.baseline);
  set("cot", options.columns?.join(","));
  set("thu", options.folded ? "1" : "");
  set("rong", options.wide ? "1" : "");
  if (layers.join() === [...LAYERS_AT_FIRST].sort().join()) address.searchParams.delete("lop");
  else address.searchParams.set("lop", layers.map((name) => LAYERS[name]).join(","));
  window.history.replaceState(window.history.state, "", address);
  // What is kept under a name is what is seen, not what the page came with.
  for (const field of document.querySelectorAll(".saved-views input[name=query]")) field.value = address.searchParams;
}

export function rememberColumns(columns) {
  try {
    window.localStorage.setItem(REMEMBERED, columns.join(","));
  } catch {
    // storage is switched off: the address still has them
  }
}
