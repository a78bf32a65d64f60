// The chart on the page: its rows, how they are drawn, and what is chosen about it. Everything that it shows was computed by the server.
import { bare, forecastSaid, gridFor, titleOf } from "./gantt_columns.js";
import { cardColumn, windowOf } from "./gantt_list.js";
import { Marks, padded } from "./gantt_marks.js";
import { rememberColumns, writeOptions } from "./gantt_options.js";
import { Rows, taskOf } from "./gantt_rows.js";
import { LEVELS, atMidnight, fitting, isOff, sameDay } from "./gantt_scales.js";
import { get } from "./gantt_server.js";
import { DAY, escape, instant, lastDay, plusDays, say, shown, shownShort, sign } from "./gantt_words.js";

const gantt = window.gantt;
const LINK_TYPES = { FS: "0", SS: "1", FF: "2", SF: "3" };
const SCALE = 48;
const MANY_LINKS = 2000;
const FRESH = 6000; // ms; how long a row that somebody else changed is marked
const HOURS_AROUND = 21; // days before and after today that the zoom by hours shows

export class Chart {
  constructor(root, options, phone) {
    Object.assign(this, { root, options, phone, frame: root.closest(".gantt-frame") });
    this.row = phone ? 90 : 36;
    this.marks = phone ? { draw() {}, ghosts: [] } : new Marks(this, this.row);
    this.closed = new Set();
    this.pending = new Set();
    this.fresh = new Set();
    this.dragging = null;
    this.quiet = false; // true while the chart itself, not the reader, changes links and places
    const { taskUrlTemplate: task, changeUrlTemplate: change } = root.dataset;
    this.taskUrl = task ? (id) => task.replace("__id__", encodeURIComponent(id)) : null;
    this.changeUrl = (plan) => change.replace("__id__", encodeURIComponent(plan));
  }

  /** The plan that a row's changes go to: the page's, or on charts over several plans the row's own. */
  planOf(row) {
    return row?.plan || this.root.dataset.plan || "";
  }

  receive(plan) {
    this.calendar = { off: new Set(plan.calendar.off_days), working: new Set(plan.calendar.working_saturdays) };
    this.today = plan.today.includes("T") ? new Date(plan.today) : atMidnight(instant(plan.today));
    this.rows = new Rows(plan.tasks);
    this.links = new Map(plan.links.map((link) => [String(link.id), link]));
    this.baselines = plan.baselines ?? [];
    this.scheduled = false;
    this.mayAdd = "mayAdd" in this.root.dataset;
    this.cursor = plan.cursor ?? null;
    this.editable = Boolean(this.root.dataset.changeUrlTemplate) && !this.phone && (this.mayAdd || plan.tasks.some((row) => row.may || row.may_move));
    this.extent = this.rows.extent(this.today);
    // So many lines say nothing, and cost a quarter of a second: they are drawn when asked for.
    if (this.links.size > MANY_LINKS && !this.options.layersAsked) this.options.layers.delete("links");
    this.options.zoom ??= this.phone ? "month" : fitting((this.extent[1] - this.extent[0]) / DAY);
  }

  init() {
    this.scales();
    this.configure();
    this.size();
    gantt.init(this.root);
    gantt.attachEvent("onGanttRender", () => this.marks.draw());
    gantt.attachEvent("onDataRender", () => this.marks.draw());
    gantt.attachEvent("onGanttScroll", () => this.marks.draw());
    gantt.attachEvent("onTaskClosed", (id) => this.closed.add(String(id)));
    gantt.attachEvent("onTaskOpened", (id) => this.closed.delete(String(id)));
    this.arrange();
    this.toToday();
    this.needsSchedule();
  }

  configure() {
    gantt.plugins({ keyboard_navigation: true, tooltip: !this.phone });
    gantt.i18n.setLocale(document.documentElement.lang === "en" ? "en" : "vi");
    const grid = this.phone ? { columns: [cardColumn(this)], width: this.root.clientWidth } : gridFor(this, this.root.clientWidth);
    Object.assign(gantt.config, {
      readonly: !this.editable,
      row_height: this.row,
      bar_height: 18,
      scale_height: this.phone ? 30 : SCALE,
      grid_width: grid.width,
      columns: grid.columns,
      layout: this.phone ? LIST : sideBySide(grid.width),
      show_chart: !this.phone,
      show_unscheduled: true,
      show_task_cells: false,
      show_tasks_outside_timescale: true,
      deepcopy_on_parse: false,
      round_dnd_dates: false,
      time_step: this.options.zoom === "hour" ? 60 : 1440,
      duration_unit: "day",
      keyboard_navigation: true,
      keyboard_navigation_cells: false,
      drag_progress: true,
      drag_links: this.editable,
      order_branch: this.editable && this.mayAdd ? "marker" : false,
      order_branch_free: true,
      details_on_dblclick: false,
      details_on_create: false,
      select_task: true,
      initial_scroll: false,
      tooltip_offset_x: 12,
      open_tree_initially: true,
    });
    this.templates();
  }

  templates() {
    const of = gantt.templates;
    const label = (key) => escape(say(key));
    of.task_class = (_start, _end, task) => this.classesOf(task);
    of.grid_row_class = (_start, _end, task) => {
      const marks = [];
      if (task.group) marks.push("gantt-row--group");
      if (task.row?.tone === "late") marks.push("gantt-row--late");
      if (this.pending.has(task.id)) marks.push("gantt-row--pending");
      if (this.fresh.has(task.id)) marks.push("gantt-row--fresh");
      return marks.join(" ");
    };
    of.task_row_class = (_start, _end, task) => (task.group ? "gantt-row--group" : "");
    of.task_text = (_start, _end, task) => (task.row?.tone === "late" ? sign("late") : "");
    of.rightside_text = (_start, _end, task) => {
      if (this.dragging === task.id) return `<strong>${shownShort(task.start_date)} → ${shownShort(lastDay(task.end_date))}</strong>`;
      return escape(this.besideOf(task));
    };
    of.link_class = (link) => (this.isCritical(link) ? "gantt-link--critical" : "");
    of.tooltip_text = (_start, _end, task) => {
      const { row } = task;
      if (!row) return null;
      const facts = [`<strong>${escape(task.text)}</strong>`, `${label("col_lead")}: ${escape(row.lead || "–")}${row.person ? ` · ${escape(row.person)}` : ""}`];
      if (task.start_date) facts.push(`${label("col_start")}: ${shown(task.start_date)} – ${shown(lastDay(task.end_date))}`);
      facts.push(`${label("col_due")}: ${shown(instant(row.due))} · ${sign(row.icon)} ${escape(row.state)}`);
      if (row.critical) facts.push(label("on_critical"));
      if (row.forecast) facts.push(escape(forecastSaid(row.forecast)));
      if (row.plan_title) facts.push(escape(row.plan_title));
      return facts.join("<br>");
    };
  }

  classesOf(task) {
    const { row } = task;
    if (!row) return "";
    const marks = [`gantt-bar gantt-bar--${row.tone}`];
    if (this.rows.wholes.has(task.id) && !this.options.group) marks.push("gantt-bar--whole");
    if (row.critical && this.options.layers.has("critical")) marks.push("gantt-bar--critical");
    if (!this.mayDrag(row)) marks.push("gantt-bar--fixed");
    if (this.pending.has(task.id)) marks.push("gantt-bar--pending");
    return marks.join(" ");
  }

  /** Beside the bar who leads it, unless something else of the row is written there. */
  besideOf(task) {
    const { row, end_date: end } = task;
    if (!row || titleOf(task, this.aboveOf(row)) === row.lead) return "";
    if (row.kind === "milestone") return bare(row).slice(0, 60);
    if (row.tone === "late" || (this.options.layers.has("forecast") && row.forecast?.p85 && instant(row.forecast.p85) > end)) return "";
    return row.lead ?? "";
  }

  /** The whole that stands above a row on the chart; in groups there is none. */
  aboveOf(row) {
    return this.options.group ? null : this.rows.get(row.parent);
  }

  isCritical(link) {
    return this.options.layers.has("critical") && this.rows.get(link.source)?.critical && this.rows.get(link.target)?.critical;
  }

  /** Wholes follow their parts; what this reader may neither plan nor ask for stands still. */
  mayDrag(row) {
    return Boolean(this.editable && (row?.may || row?.may_move) && row.kind !== "summary");
  }

  scales() {
    const level = LEVELS[this.options.zoom];
    const css = (date) => (sameDay(date, this.today) ? "gantt-scale-today" : isOff(date, this.calendar) ? "gantt-scale-off" : "");
    gantt.config.scales = level.scales.map((scale) => (scale.unit === "day" ? { ...scale, css } : scale));
    gantt.config.min_column_width = level.width;
    gantt.config.time_step = this.options.zoom === "hour" ? 60 : 1440;
    let [first, last] = padded(this.extent, this.options.zoom);
    if (this.options.zoom === "hour") [first, last] = [plusDays(this.today, -HOURS_AROUND), plusDays(this.today, HOURS_AROUND)];
    gantt.config.start_date = first;
    gantt.config.end_date = last;
    this.window = windowOf(this.options.zoom, this.extent, this.today);
  }

  /** As high as its rows, up to most of the window; in the wide view what the window has. */
  size() {
    this.frame.classList.toggle("gantt-frame--wide", this.options.wide);
    const all = this.rows.byId.size * this.row + SCALE + 24;
    const room = Math.max(220, Math.min(all, Math.round(window.innerHeight * (this.phone ? 0.78 : 0.74))));
    this.root.style.height = this.options.wide ? "" : `${room}px`;
  }

  resized() {
    this.size();
    gantt.setSizes();
    this.marks.draw();
  }

  /** Puts the rows in their order again; what is folded stays, and the place on the screen unless other rows were asked for. */
  arrange({ fromTop = false } = {}) {
    const { y } = this.tasks && !fromTop ? gantt.getScrollState() : { y: 0 };
    const selected = this.tasks ? gantt.getSelectedId() : null;
    this.tasks = this.rows.arranged(this.options);
    const here = new Set();
    for (const task of this.tasks) {
      task.open = !this.closed.has(task.id);
      task.readonly = !this.mayDrag(task.row);
      here.add(task.id);
    }
    this.quiet = true;
    gantt.config.show_links = this.options.layers.has("links");
    gantt.clearAll();
    gantt.parse({ tasks: this.tasks, links: this.drawnLinks(here) });
    this.quiet = false;
    this.frame.querySelector("[data-gantt-nothing]").hidden = this.tasks.length > 0;
    if (selected && here.has(selected)) gantt.selectTask(selected);
    if (y || fromTop) gantt.scrollTo(null, y);
    this.marks.draw();
  }

  /** Not between groups, where they would cross everything; of very many only those between siblings, which stand close together. */
  drawnLinks(here) {
    if (this.options.group || !this.options.layers.has("links")) return [];
    const drawn = [];
    const many = this.links.size > MANY_LINKS;
    const parent = (id) => this.rows.get(id)?.parent || 0;
    for (const link of this.links.values()) {
      if (many && parent(link.source) !== parent(link.target)) continue;
      if (here.has(link.source) && here.has(link.target)) drawn.push({ id: String(link.id), source: link.source, target: link.target, type: LINK_TYPES[link.type] ?? "0" });
    }
    return drawn;
  }

  /** The critical path and the slack are worked out when somebody wants to see them. */
  async needsSchedule() {
    const { layers, columns } = this.options;
    if (this.scheduled || !this.links.size || !(layers.has("critical") || columns?.includes("slack"))) return;
    this.scheduled = true;
    const url = new URL(this.root.dataset.ganttUrl, window.location.href);
    url.searchParams.set("gang", "1");
    const { ok, body } = await get(url);
    if (!ok) return;
    this.rows.criticalAre(body.critical, body.slack);
    gantt.render();
    this.marks.draw();
  }

  /** After another choice: `how` is "arrange" (other rows), "draw" (other marks), "zoom" or "grid". */
  chosen(how) {
    writeOptions(this.options);
    this.needsSchedule();
    if (how === "arrange") this.arrange({ fromTop: true });
    else if (how === "zoom") this.zoomed();
    else if (how === "grid") this.regrid();
    else gantt.render();
    this.marks.draw();
  }

  zoomed() {
    if (this.phone) {
      this.scales();
      gantt.config.columns = [cardColumn(this)];
      return gantt.render();
    }
    const { x, width } = this.marks.view();
    const middle = gantt.dateFromPos(x + width / 2) ?? this.today;
    this.scales();
    gantt.render();
    gantt.scrollTo(Math.max(0, gantt.posFromDate(middle) - width / 2), null);
  }

  regrid() {
    if (this.options.columns) rememberColumns(this.options.columns);
    const { columns, width } = gridFor(this, this.root.clientWidth);
    Object.assign(gantt.config, { columns, grid_width: width, layout: sideBySide(width) });
    gantt.init(this.root);
    this.arrange();
  }

  /** Today a little left of the middle, so that what is late lies beside what comes. */
  toToday() {
    if (this.phone) return;
    const { width } = this.marks.view();
    if (this.options.zoom === "hour") return gantt.showDate(this.today);
    gantt.scrollTo(Math.max(0, gantt.posFromDate(this.today) - width * 0.45), null);
  }

  foldAll(folded) {
    this.options.folded = folded;
    this.closed.clear();
    if (folded) for (const task of this.tasks) if (task.group || this.rows.wholes.has(task.id)) this.closed.add(task.id);
    this.chosen("arrange");
  }

  proposed(list) {
    const before = this.pending;
    this.pending = new Set(list.flatMap((change) => [change.task, change.after, change.before].filter(Boolean)));
    for (const id of new Set([...before, ...this.pending])) if (gantt.isTaskExists(id)) gantt.refreshTask(id);
    this.marks.draw();
  }

  /** The server's answer to a change, or what others did: fresh rows and links take their places. */
  taken({ rows = [], links = [], removed = [], critical = null, cursor }, { mark = false } = {}) {
    if (cursor) this.cursor = cursor;
    const gone = new Set(removed.map(String));
    const reshaped = this.rows.take(rows, removed.filter((id) => this.rows.get(id)));
    if (critical) this.rows.criticalAre(critical);
    const known = this.links.size;
    for (const id of gone) this.links.delete(id);
    for (const link of links) this.links.set(String(link.id), link);
    this.pending = new Set(this.changes?.list.map((change) => change.task) ?? []);
    if (mark) this.markFresh(rows);
    const extent = this.rows.extent(this.today);
    const wider = extent[0] < this.extent[0] || extent[1] > this.extent[1];
    this.extent = extent;
    if (wider) this.scales();
    if (reshaped || links.length || gone.size || known !== this.links.size) this.arrange();
    else for (const row of rows) this.applyRow(row.id);
    if (wider) gantt.render();
    this.counted?.();
    this.marks.draw();
  }

  markFresh(rows) {
    for (const { id } of rows) this.fresh.add(id);
    window.setTimeout(() => {
      for (const { id } of rows) {
        this.fresh.delete(id);
        if (gantt.isTaskExists(id)) gantt.refreshTask(id);
      }
    }, FRESH);
  }

  /** Draws a row as the server last told it; what is proposed for it and not saved stays drawn. */
  applyRow(id) {
    if (!gantt.isTaskExists(id) || this.pending.has(id) || this.dragging === id) return;
    const task = gantt.getTask(id);
    const row = this.rows.get(id);
    Object.assign(task, { type: "task", unscheduled: false }, taskOf(row, task.parent), { readonly: !this.mayDrag(row) });
    gantt.refreshTask(id);
  }

  restore(changes) {
    this.pending = new Set();
    if (changes.some((change) => !["move", "due", "progress", "rename"].includes(change.do))) return this.arrange();
    for (const change of changes) this.applyRow(change.task);
    return this.marks.draw();
  }

  ghosts(moved) {
    this.marks.ghosts = moved.filter((one) => !this.pending.has(one.id));
    this.marks.draw();
  }

  focusRow(id = gantt.getSelectedId()) {
    if (!id || !gantt.isTaskExists(id)) return;
    gantt.ext.keyboardNavigation?.focus({ type: "taskRow", id });
    // The widget's own focus comes a moment later; the next key may be faster.
    const row = gantt.getTaskRowNode(id);
    row?.setAttribute("tabindex", "-1");
    row?.focus({ preventScroll: true });
  }
}

const sideBySide = (width) => ({
  css: "gantt_container",
  cols: [
    { width, min_width: 160, rows: [{ view: "grid", scrollX: "gridScroll", scrollable: true, scrollY: "scrollVer" }, { view: "scrollbar", id: "gridScroll", group: "horizontal" }] },
    { resizer: true, width: 1 },
    { rows: [{ view: "timeline", scrollX: "scrollHor", scrollY: "scrollVer" }, { view: "scrollbar", id: "scrollHor", group: "horizontal" }] },
    { view: "scrollbar", id: "scrollVer" },
  ],
});
const LIST = { css: "gantt_container", cols: [{ view: "grid", scrollY: "scrollVer" }, { view: "scrollbar", id: "scrollVer" }] };
