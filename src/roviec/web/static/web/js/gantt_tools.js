// The bar above the chart: chips of states, search, zoom, groups, order, columns, layers; and the dialogs that a row opens.
import { NAMES, columnsFor, forecastSaid, labelOf } from "./gantt_columns.js";
import { rememberColumns } from "./gantt_options.js";
import { TONES } from "./gantt_rows.js";
import { LEVELS } from "./gantt_scales.js";
import { LostLink, get } from "./gantt_server.js";
import { escape, instant, number, say, shown, sign } from "./gantt_words.js";

const gantt = window.gantt;
const TYPED = 220; // ms of silence before a search runs
const ZOOMS = Object.keys(LEVELS);
const SIGNS = { late: "late", soon: "soon", plain: "open", halt: "halt", none: "none", "late-done": "done-late", good: "done" };
const SAID = 12000; // ms

export class Tools {
  constructor(chart) {
    this.chart = chart;
    this.bar = chart.frame.querySelector(".gantt-frame__bar");
    this.search = this.part("search");
    this.said = chart.frame.querySelector("[data-gantt-said]");
    chart.say = (text, offers) => this.say(text, offers);
    chart.counted = () => this.chips();
    this.fill();
    this.wire();
  }

  part(name) {
    return this.chart.frame.querySelector(`[data-gantt-${name}]`);
  }

  fill() {
    const { options, baselines } = this.chart;
    this.search.value = options.search;
    this.part("group").value = options.group ?? "";
    this.part("order").value = options.order;
    for (const box of this.bar.querySelectorAll("[data-gantt-layer]")) box.checked = options.layers.has(box.value);
    const shown = new Set(columnsFor(this.chart.root.clientWidth, options.columns));
    this.part("columns").innerHTML = NAMES.map((name) => `<label class="menu__item"><input class="form-check-input" type="checkbox" value="${name}"${shown.has(name) ? " checked" : ""}> ${escape(labelOf(name))}</label>`).join("");
    const select = this.part("baseline");
    select.closest("[data-gantt-baselines]").hidden = !baselines.length;
    select.insertAdjacentHTML("beforeend", baselines.map((one) => `<option value="${escape(one.id)}">${escape(one.name)}</option>`).join(""));
    select.value = options.baseline;
    for (const button of this.bar.querySelectorAll("[data-gantt-editing]")) button.hidden = !this.chart.editable;
    for (const button of this.bar.querySelectorAll("[data-gantt-adding]")) button.hidden = !this.chart.mayAdd;
    this.pressed();
    this.chips();
  }

  pressed() {
    const { zoom, wide } = this.chart.options;
    for (const button of this.bar.querySelectorAll("[data-gantt-zoom]")) button.setAttribute("aria-pressed", String(button.dataset.ganttZoom === zoom));
    this.part("wide")?.setAttribute("aria-pressed", String(wide));
    for (const key of this.chart.frame.querySelectorAll("[data-gantt-legend]")) key.hidden = !this.legendOf(key.dataset.ganttLegend);
  }

  legendOf(name) {
    const { options } = this.chart;
    if (name === "baseline") return Boolean(options.baseline);
    if (name === "forecast") return options.layers.has(name) && [...this.chart.rows.byId.values()].some((row) => row.forecast);
    return options.layers.has(name);
  }

  /** How many in each state; pressing one leaves those rows. */
  chips() {
    const counts = this.chart.rows.counts();
    const { tones } = this.chart.options;
    const chip = (tone, text, n, pressed, icon = "") => `<button class="gantt-chip gantt-chip--${tone}" type="button" data-gantt-tone="${tone}" aria-pressed="${pressed}">${icon}${escape(text)} <b>${number(n)}</b></button>`;
    const all = Object.values(counts).reduce((sum, n) => sum + n, 0);
    this.part("chips").innerHTML =
      chip("all", say("all"), all, tones.size === 0) + TONES.filter((tone) => counts[tone] || tones.has(tone)).map((tone) => chip(tone, say(`tone_${tone}`), counts[tone] ?? 0, tones.has(tone), sign(SIGNS[tone]))).join("");
  }

  wire() {
    const { chart } = this;
    this.part("chips").addEventListener("click", (event) => {
      const tone = event.target.closest("[data-gantt-tone]")?.dataset.ganttTone;
      if (!tone) return;
      const { tones } = chart.options;
      if (tone === "all") tones.clear();
      else if (!tones.delete(tone)) tones.add(tone);
      this.chips();
      this.part("chips").querySelector(`[data-gantt-tone="${tone}"]`).focus();
      this.narrowed();
    });
    this.search.addEventListener("input", () => {
      window.clearTimeout(this.typed);
      this.typed = window.setTimeout(() => {
        chart.options.search = this.search.value;
        this.narrowed();
      }, TYPED);
    });
    this.search.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== "ArrowDown") return;
      event.preventDefault();
      const [first] = chart.tasks.filter((task) => task.row);
      if (first) {
        gantt.selectTask(first.id);
        chart.focusRow(first.id);
      }
    });
    chart.frame.addEventListener("click", (event) => {
      const button = event.target.closest("[data-gantt-zoom], [data-gantt-do]");
      if (!button) return;
      const { ganttZoom, ganttDo } = button.dataset;
      if (ganttZoom) this.zoom(ganttZoom);
      else if (ganttDo) this.does(ganttDo);
    });
    const choose = (name, how) => this.part(name).addEventListener("change", (event) => {
      chart.options[name] = event.target.value || null;
      chart.chosen(how);
      this.pressed();
    });
    choose("group", "arrange");
    choose("order", "arrange");
    this.part("baseline").addEventListener("change", (event) => {
      chart.options.baseline = event.target.value;
      chart.chosen("draw");
      chart.reload().then(() => this.pressed());
    });
    this.part("columns").addEventListener("change", () => {
      chart.options.columns = [...this.part("columns").querySelectorAll(":checked")].map((box) => box.value);
      rememberColumns(chart.options.columns);
      chart.chosen("grid");
    });
    for (const box of this.bar.querySelectorAll("[data-gantt-layer]")) {
      box.addEventListener("change", () => {
        if (box.checked) chart.options.layers.add(box.value);
        else chart.options.layers.delete(box.value);
        chart.chosen(box.value === "links" ? "arrange" : "draw");
        this.pressed();
      });
    }
  }

  narrowed() {
    this.chart.chosen("arrange");
    const n = this.chart.tasks.filter((task) => task.row && !this.chart.rows.wholes.has(task.id)).length;
    const { search, tones } = this.chart.options;
    if (search || tones.size) this.say(say("found", { n: number(n) }));
  }

  zoom(level) {
    this.chart.options.zoom = level;
    this.chart.chosen("zoom");
    this.pressed();
  }

  zoomBy(step) {
    const next = ZOOMS[ZOOMS.indexOf(this.chart.options.zoom) + step];
    if (next) this.zoom(next);
  }

  wide() {
    this.chart.options.wide = !this.chart.options.wide;
    this.chart.chosen("draw");
    this.chart.resized();
    this.pressed();
  }

  does(what) {
    const { chart } = this;
    const selected = gantt.getSelectedId();
    const row = selected && chart.rows.get(selected) ? String(selected) : null;
    const acts = {
      today: () => chart.toToday(),
      fold: () => chart.foldAll(true),
      unfold: () => chart.foldAll(false),
      wide: () => this.wide(),
      keys: () => document.getElementById("gantt-keys").showModal(),
      undo: () => this.changes?.undo(),
      add: () => this.editing?.add(row),
      "plan-order": () => {
        Object.assign(chart.options, { order: "plan", group: null, search: "" });
        chart.options.tones.clear();
        this.fillAgain();
        chart.chosen("arrange");
      },
    };
    if (acts[what]) return acts[what]();
    if (!row) return this.say(say("pick_a_row"));
    const ofRow = {
      open: () => window.location.assign(chart.taskUrl(row)),
      rename: () => this.editing.openCell(row, "text"),
      due: () => this.editDue(row),
      progress: () => this.editProgress(row),
      link: () => this.editing.linkByKey(row),
      links: () => this.links(row),
      milestone: () => this.editing.milestone(row),
      in: () => this.editing.place(row, "in"),
      out: () => this.editing.place(row, "out"),
      up: () => this.editing.place(row, "up"),
      down: () => this.editing.place(row, "down"),
      why: () => this.why(row),
    };
    return ofRow[what]?.();
  }

  fillAgain() {
    const { options } = this.chart;
    this.search.value = options.search;
    this.part("group").value = options.group ?? "";
    this.part("order").value = options.order;
    this.chips();
  }

  /** Columns that are not shown are shown first: a field stands in a cell. */
  inColumn(name, id) {
    const { chart } = this;
    const shown = columnsFor(chart.root.clientWidth, chart.options.columns);
    if (!shown.includes(name)) {
      chart.options.columns = [...shown, name];
      chart.chosen("grid");
      const box = this.part("columns").querySelector(`[value=${name}]`);
      if (box) box.checked = true;
    }
    this.editing.openCell(id, name);
  }

  editDue(id) {
    this.inColumn("due", id);
  }

  editProgress(id) {
    this.inColumn("progress", id);
  }

  /** The links of a row, to be changed or cut. */
  links(id) {
    const links = this.editing.linksOf(id);
    if (!links.length) return this.say(say("no_links"));
    if (links.length === 1) return this.editing.openLink(links[0]);
    const dialog = document.getElementById("gantt-links");
    const name = (one) => this.chart.rows.get(one)?.text ?? "";
    dialog.querySelector("[data-gantt-list]").innerHTML = links.map((link) => `<li><button class="btn btn-quiet" type="button" data-link="${escape(link.id)}">${escape(say("link_says", { before: name(link.source), after: name(link.target) }))}</button></li>`).join("");
    dialog.onclick = (event) => {
      const picked = event.target.closest("[data-link]");
      if (!picked) return;
      dialog.close();
      this.editing.openLink(this.chart.links.get(picked.dataset.link));
    };
    return dialog.showModal();
  }

  /** Why a row stands where it stands, in the server's words. */
  async why(id) {
    const { chart } = this;
    const row = chart.rows.get(id);
    const dialog = document.getElementById("gantt-why");
    dialog.querySelector("h2").textContent = row.text;
    const list = dialog.querySelector("[data-gantt-list]");
    list.innerHTML = `<li>${escape(say("looking"))}</li>`;
    dialog.showModal();
    let sentences = [];
    try {
      const plan = chart.planOf(row);
      const { ok, body } = plan && chart.root.dataset.changeUrlTemplate ? await get(`${chart.changeUrl(plan)}vi-sao/${encodeURIComponent(id)}/`) : { ok: true, body: { sentences: [] } };
      sentences = ok ? [...body.sentences, ...(body.skipped ?? []).map((one) => say("skipped", { day: shown(instant(one.date)), why: one.why }))] : [body?.detail || say("failed")];
    } catch (why) {
      if (!(why instanceof LostLink)) throw why;
      sentences = [say("lost_reading")];
    }
    if (row.forecast) sentences = [...sentences, forecastSaid(row.forecast)];
    list.innerHTML = (sentences.length ? sentences : [say("why_nothing")]).map((text) => `<li>${escape(text)}</li>`).join("");
  }

  /** One line below the chart, read out; `undo` and `planOrder` offer a button. */
  say(text, { undo = false, planOrder = false } = {}) {
    window.clearTimeout(this.quiet);
    const offer = undo ? ["undo", say("undo")] : planOrder ? ["plan-order", say("to_plan_order")] : null;
    this.said.innerHTML = `<span>${escape(text)}</span>${offer ? ` <button class="btn btn-quiet btn-sm" type="button" data-gantt-do="${offer[0]}">${escape(offer[1])}</button>` : ""}`;
    this.said.hidden = false;
    this.quiet = window.setTimeout(() => {
      this.said.hidden = true;
    }, SAID);
  }
}
