// Changing by hand: bars dragged, links drawn, rows moved, cells written in. Each becomes a proposal; the server says what follows from it.
import { bare, editOf, labelOf } from "./gantt_columns.js";
import { lastDay, isoDay, instant, plusDays, say } from "./gantt_words.js";

const gantt = window.gantt;
const TYPES = ["FS", "SS", "FF", "SF"];
// The server counts lags in minutes; people count in days.
const LAG_MINUTES = { working: 480, elapsed: 1440, percent: 1 };
const two = (n) => String(n).padStart(2, "0");
const isoMinute = (date) => `${isoDay(date)}T${two(date.getHours())}:${two(date.getMinutes())}`;

export class Editing {
  constructor(chart, changes) {
    this.chart = chart;
    this.changes = changes;
    this.linkFrom = null;
    this.wireBars();
    this.wireLinks();
    this.wirePlaces();
    gantt.attachEvent("onBeforeLightbox", () => false);
    gantt.attachEvent("onTaskDblClick", (id, event) => this.pressedTwice(id, event));
  }

  propose(row, change) {
    return this.changes.propose(change, this.chart.planOf(row));
  }

  /** Says why not, when this reader may not plan that row; `asking`: nor ask for another due day. */
  may(row, asking = false) {
    if (this.chart.editable && row && row.kind !== "summary" && (row.may_move || (asking && row.may))) return true;
    this.chart.say(say(row?.kind === "summary" ? "is_summary" : row?.may === "ask" ? "only_ask" : "may_not"));
    return false;
  }

  wireBars() {
    const { chart } = this;
    gantt.attachEvent("onBeforeTaskDrag", (id, mode) => {
      const row = chart.rows.get(id);
      if (!chart.mayDrag(row) || (mode === "progress" && !row.may_move)) return false;
      chart.dragging = id;
      return true;
    });
    gantt.attachEvent("onTaskDrag", () => chart.marks.draw());
    gantt.attachEvent("onAfterTaskDrag", (id, mode) => {
      chart.dragging = null;
      const task = gantt.getTask(id);
      if (mode === "progress") this.progress(id, Math.round((task.progress * 100) / 5) * 5);
      else this.moved(id, task.start_date, task.end_date);
    });
  }

  /** A bar from `start` to `end` (exclusive): new planned days for who plans, a wish for a later due day for who may only ask. */
  moved(id, start, end) {
    const row = this.chart.rows.get(id);
    const task = gantt.getTask(id);
    if (end <= start) end = row.kind === "milestone" ? start : plusDays(start, 1);
    if (!row.may_move) {
      if (this.due(id, isoDay(lastDay(end)))) Object.assign(task, { start_date: instant(row.start) ?? task.start_date, end_date: end });
      else this.chart.applyRow(id);
      return gantt.refreshTask(id);
    }
    const timed = row.start?.includes("T");
    const span = timed ? { start: isoMinute(start), end: isoMinute(end) } : { start: isoDay(start), end: isoDay(row.kind === "milestone" ? start : lastDay(end)) };
    Object.assign(task, { start_date: start, end_date: end });
    if (!this.propose(row, { do: "move", task: id, ...span, version: row.version })) this.chart.applyRow(id);
    return gantt.refreshTask(id);
  }

  due(id, day) {
    const row = this.chart.rows.get(id);
    if (row.may === "ask" && row.due && day <= row.due.slice(0, 10)) {
      this.chart.say(say("only_later"));
      return false;
    }
    return this.propose(row, { do: "due", task: id, due: day, version: row.version });
  }

  progress(id, percent) {
    const row = this.chart.rows.get(id);
    const share = Math.max(0, Math.min(100, percent));
    gantt.getTask(id).progress = share / 100;
    if (!this.propose(row, { do: "progress", task: id, progress: share, version: row.version })) this.chart.applyRow(id);
    gantt.refreshTask(id);
  }

  /** By keys: `days` moves the whole bar, or its end alone. */
  nudge(id, days, endOnly) {
    const row = this.chart.rows.get(id);
    const task = gantt.getTask(id);
    if (!task.start_date || !this.may(row, true)) return;
    this.moved(id, endOnly || !row.may_move ? task.start_date : plusDays(task.start_date, days), plusDays(task.end_date, days));
  }

  rename(id, title) {
    const row = this.chart.rows.get(id);
    if (!title.trim() || title.trim() === bare(row)) return;
    gantt.getTask(id).text = row.number ? `${row.number}. ${title.trim()}` : title.trim();
    this.propose(row, { do: "rename", task: id, title: title.trim(), version: row.version });
    gantt.refreshTask(id);
  }

  milestone(id) {
    const row = this.chart.rows.get(id);
    if (this.may(row)) this.propose(row, { do: "milestone", task: id, on: row.kind !== "milestone", version: row.version });
  }

  // --- links

  wireLinks() {
    const { chart } = this;
    gantt.attachEvent("onBeforeLinkAdd", (id, link) => {
      if (chart.quiet) return true;
      return this.link(link.source, link.target, TYPES[Number(link.type)], id);
    });
    gantt.attachEvent("onLinkDblClick", (id) => {
      this.openLink(chart.links.get(String(id)));
      return false;
    });
    gantt.attachEvent("onBeforeLinkDelete", () => chart.quiet);
  }

  link(before, after, type = "FS", id = null, { lag = 0, unit = "working" } = {}) {
    const { chart } = this;
    const row = chart.rows.get(after);
    if (before === after || !this.may(row)) return false;
    if ([...chart.links.values()].some((link) => link.source === before && link.target === after && link.type === type)) {
      chart.say(say("linked_already"));
      return false;
    }
    if (!this.propose(row, { do: "link", before, after, type, lag, unit })) return false;
    if (!id) this.quietly(() => gantt.addLink({ source: before, target: after, type: String(TYPES.indexOf(type)) }));
    return true;
  }

  quietly(act) {
    this.chart.quiet = true;
    act();
    this.chart.quiet = false;
  }

  /** The dialog of one link: its kind, its lag, or cut. `link` may be one that is not made yet (without id). */
  openLink(link) {
    if (!link || !this.may(this.chart.rows.get(link.target))) return;
    const dialog = document.getElementById("gantt-link");
    const field = (name) => dialog.querySelector(`[name=${name}]`);
    const name = (id) => this.chart.rows.get(id)?.text ?? "";
    dialog.querySelector("[data-gantt-link-says]").textContent = say("link_says", { before: name(link.source), after: name(link.target) });
    field("type").value = link.type ?? "FS";
    field("lag").value = (link.lag ?? 0) / LAG_MINUTES[link.unit ?? "working"];
    field("unit").value = link.unit ?? "working";
    dialog.querySelector("[value=cut]").hidden = !link.id;
    dialog.returnValue = "";
    dialog.showModal();
    dialog.addEventListener("close", () => this.closedLink(link, dialog.returnValue, { type: field("type").value, lag: Math.round((Number(field("lag").value) || 0) * LAG_MINUTES[field("unit").value]), unit: field("unit").value }), { once: true });
  }

  closedLink(link, answer, wanted) {
    const row = this.chart.rows.get(link.target);
    if (answer === "cut") {
      if (this.propose(row, { do: "cut", link: link.id, before: link.source, after: link.target })) this.quietly(() => gantt.deleteLink(link.id));
    } else if (answer === "save" && link.id) {
      this.propose(row, { do: "relink", link: link.id, ...wanted, before: link.source, after: link.target });
    } else if (answer === "save") {
      this.link(link.source, link.target, wanted.type, null, wanted);
    }
    this.chart.focusRow(link.target);
  }

  /** By keys: the first press takes the one before, the second the one after. */
  linkByKey(id) {
    if (!this.linkFrom) {
      this.linkFrom = id;
      this.chart.say(say("link_from", { task: this.chart.rows.get(id)?.text }));
    } else {
      const from = this.linkFrom;
      this.linkFrom = null;
      if (from !== id) this.openLink({ source: from, target: id, type: "FS" });
    }
  }

  linksOf(id) {
    return [...this.chart.links.values()].filter((link) => link.target === id || link.source === id);
  }

  // --- places

  /** Places have a meaning only in the plan's own order, all rows in sight. */
  mayPlace() {
    const { chart } = this;
    const { order, group, search, tones } = chart.options;
    if (!chart.editable || !chart.mayAdd) chart.say(say("may_not"));
    else if (order !== "plan" || group || search || tones.size) chart.say(say("place_in_plan_order"), { planOrder: true });
    else return true;
    return false;
  }

  wirePlaces() {
    gantt.attachEvent("onRowDragStart", () => this.mayPlace());
    gantt.attachEvent("onAfterTaskMove", (id) => {
      if (!this.chart.quiet) this.placed(id);
    });
  }

  /** Proposes the place where the row now stands. */
  placed(id) {
    const row = this.chart.rows.get(id);
    const siblings = gantt.getSiblings(id);
    const after = siblings[siblings.indexOf(id) - 1] ?? null;
    const parent = gantt.getParent(id) || null;
    if (!this.propose(row, { do: "place", task: id, parent, after, version: row.version })) this.chart.arrange();
  }

  /** `way`: in, out, up, down. */
  place(id, way) {
    if (!this.mayPlace()) return;
    const siblings = gantt.getSiblings(id);
    const at = siblings.indexOf(id);
    const parent = gantt.getParent(id);
    const to = {
      in: at > 0 && [gantt.getChildren(siblings[at - 1]).length, siblings[at - 1]],
      out: parent && [gantt.getTaskIndex(parent) + 1, gantt.getParent(parent)],
      up: at > 0 && [at - 1, parent],
      down: at < siblings.length - 1 && [at + 1, parent],
    }[way];
    if (!to) return;
    this.quietly(() => gantt.moveTask(id, to[0], to[1]));
    if (way === "in") gantt.open(to[1]);
    this.placed(id);
    this.chart.focusRow(id);
  }

  add(below) {
    const { chart } = this;
    if (!chart.editable || !chart.mayAdd) return chart.say(say("may_not"));
    const dialog = document.getElementById("gantt-add");
    const title = dialog.querySelector("[name=title]");
    const row = chart.rows.get(below);
    title.value = "";
    dialog.returnValue = "";
    dialog.querySelector("[data-gantt-add-says]").textContent = row ? say("add_below", { task: row.text }) : say("add_last");
    dialog.showModal();
    return dialog.addEventListener(
      "close",
      () => {
        if (dialog.returnValue === "add" && title.value.trim()) this.propose(row, { do: "add", title: title.value.trim(), parent: row?.parent || null, after: below ?? this.lastTop() });
      },
      { once: true },
    );
  }

  lastTop() {
    let last = null;
    for (const row of this.chart.rows.byId.values()) if (!row.parent && (!last || row.order > last.order)) last = row;
    return last?.id ?? null;
  }

  // --- cells

  pressedTwice(id, event) {
    const column = event?.target.closest("[data-column-name]")?.dataset.columnName;
    if (event?.target.closest(".gantt-title")) return false;
    if (column && editOf(column) && this.chart.editable) this.openCell(id, column);
    else if (this.chart.taskUrl && id && this.chart.rows.get(id)) window.location.assign(this.chart.taskUrl(id));
    return false;
  }

  /** A field in the place of a cell. Enter takes it, Tab goes to the next cell, Esc leaves it as it was. */
  openCell(id, column) {
    const row = this.chart.rows.get(id);
    if (!row || !this.may(row, column === "due" || column === "end")) return;
    this.field?.remove();
    gantt.showTask(id);
    const cell = gantt.getTaskRowNode(id)?.querySelector(`[data-column-name="${column}"]`);
    if (!cell) return;
    const task = gantt.getTask(id);
    const field = document.createElement("input");
    field.type = editOf(column);
    field.className = "gantt-field form-control";
    field.setAttribute("aria-label", `${labelOf(column)}: ${row.text}`);
    field.value = { text: bare(row), start: task.start_date && isoDay(task.start_date), end: task.end_date && isoDay(lastDay(task.end_date)), due: row.due?.slice(0, 10), progress: String(Math.round((task.progress ?? 0) * 100)) }[column] ?? "";
    if (field.type === "number") Object.assign(field, { min: 0, max: 100, step: 5 });
    const [box, frame] = [cell.getBoundingClientRect(), this.chart.root.getBoundingClientRect()];
    Object.assign(field.style, { left: `${box.left - frame.left}px`, top: `${box.top - frame.top}px`, width: `${Math.max(box.width, 130)}px`, height: `${box.height}px` });
    this.chart.root.append(field);
    this.field = field;
    field.focus();
    field.select?.();
    const done = (take) => {
      if (this.field !== field) return;
      this.field = null;
      const value = field.value;
      field.remove();
      if (take) this.takeCell(id, column, value);
      this.chart.focusRow(id);
    };
    field.addEventListener("blur", () => done(true));
    field.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter") done(true);
      else if (event.key === "Escape") done(false);
      else if (event.key === "Tab") {
        event.preventDefault();
        done(true);
        const names = gantt.config.columns.map((one) => one.name).filter((name) => editOf(name));
        const next = names[names.indexOf(column) + (event.shiftKey ? -1 : 1)];
        if (next) this.openCell(id, next);
      }
    });
  }

  takeCell(id, column, value) {
    const row = this.chart.rows.get(id);
    const task = gantt.getTask(id);
    if (column === "text") return this.rename(id, value);
    if (column === "progress") return value !== "" && Number(value) !== Math.round((task.progress ?? 0) * 100) ? this.progress(id, Number(value)) : null;
    const date = value ? instant(value) : null;
    if (!date || Number.isNaN(+date)) return null;
    if (column === "due") return value !== row.due?.slice(0, 10) ? this.due(id, value) : null;
    if (column === "start" && (!task.start_date || isoDay(task.start_date) !== value)) {
      const length = task.start_date ? task.end_date - task.start_date : 0;
      return this.moved(id, date, length ? new Date(Math.max(+task.end_date, +plusDays(date, 1))) : plusDays(date, 1));
    }
    if (column === "end" && (!task.end_date || isoDay(lastDay(task.end_date)) !== value)) return this.moved(id, task.start_date ?? date, plusDays(date, 1));
    return null;
  }
}
