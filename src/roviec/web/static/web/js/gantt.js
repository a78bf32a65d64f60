// Draws plans on [data-gantt-url]; the answer's shape is in docs/reference/components.md. Dates move by decision: see gantt_changes.js.
import { Chart } from "./gantt_chart.js";
import { Changes } from "./gantt_changes.js";
import { Editing } from "./gantt_editing.js";
import { wireKeys } from "./gantt_keys.js";
import { wirePrinting } from "./gantt_list.js";
import { readOptions } from "./gantt_options.js";
import { wirePolling } from "./gantt_polling.js";
import { get } from "./gantt_server.js";
import { Tools } from "./gantt_tools.js";
import { signsFrom } from "./gantt_words.js";

const PHONE = window.matchMedia("(max-width: 48rem)");

function showProblem(root, why) {
  console.error(why);
  root.setAttribute("aria-busy", "false");
  root.replaceChildren(document.getElementById("toast-error").content.cloneNode(true));
}

async function fetched(root, options) {
  const url = new URL(root.dataset.ganttUrl, window.location.href);
  if (options.baseline) url.searchParams.set("so-sanh", options.baseline);
  else url.searchParams.delete("so-sanh");
  const { ok, status, body } = await get(url);
  if (!ok) throw new Error(String(status));
  return body;
}

async function mount(root) {
  signsFrom(root.dataset.icons);
  const options = readOptions();
  const chart = new Chart(root, options, PHONE.matches);
  chart.receive(await fetched(root, options));
  const tools = new Tools(chart);
  chart.init();
  root.setAttribute("aria-busy", "false");
  if (options.folded) chart.foldAll(true);
  chart.reload = async () => {
    chart.receive(await fetched(root, options));
    chart.arrange();
  };
  let changes = null;
  let editing = null;
  if (chart.editable) {
    changes = new Changes(chart, chart.frame.querySelector("[data-gantt-pending]"));
    editing = new Editing(chart, changes);
    Object.assign(tools, { changes, editing });
    chart.changes = changes;
  }
  wireKeys(chart, { changes, editing, tools });
  wirePrinting(chart, () => chart.tasks);
  wirePolling(chart);
  window.addEventListener("resize", () => chart.resized());
  PHONE.addEventListener("change", () => window.location.reload());
}

const root = document.querySelector("[data-gantt-url]");
if (root) mount(root).catch((why) => showProblem(root, why));
