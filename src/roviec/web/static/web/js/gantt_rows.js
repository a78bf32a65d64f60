// Rows of the plan as they came, and how they stand below each other: searched, filtered, grouped, ordered.
import { DAY, endInstant, fold, instant, number, plusDays, say } from "./gantt_words.js";

/** What needs an eye first. The chips above the chart and the groups by state keep this order. */
export const TONES = ["late", "soon", "plain", "halt", "none", "late-done", "good"];
const RANK = Object.fromEntries(TONES.map((tone, rank) => [tone, rank]));
const EDGE_YEARS = 15; // a typing error in a year must not make the chart a hundred thousand days wide

/** One bar: {start, end (exclusive), due (exclusive end of the due day)}, local; start and end are null for work without any date. */
export function spanOf(row) {
  const due = endInstant(row.due);
  const start = instant(row.start) ?? (due ? plusDays(due, -1) : null);
  let end = endInstant(row.end) ?? due ?? (start ? plusDays(start, 1) : null);
  if (row.kind === "milestone" && start) end = start;
  else if (start && end <= start) end = plusDays(start, 1);
  return { start, end, due };
}

export function taskOf(row, parent) {
  const { start, end, due } = spanOf(row);
  const task = { id: row.id, text: row.text, parent: parent ?? 0, progress: row.progress ?? 0, row, due };
  if (!start) return { ...task, unscheduled: true };
  if (row.kind === "milestone") return { ...task, type: "milestone", start_date: start, end_date: start };
  return { ...task, start_date: start, end_date: end };
}

// Each of ten thousand rows would keep its own copy of the same few words.
const SHARED = ["lead", "person", "state", "tone", "icon", "may", "start", "end", "due", "plan", "plan_title"];

export class Rows {
  constructor(raw) {
    const words = new Map();
    raw.forEach((row, index) => {
      row.order ??= index;
      for (const name of SHARED) {
        const word = row[name];
        if (word === undefined) continue;
        if (!words.has(word)) words.set(word, word);
        row[name] = words.get(word);
      }
    });
    this.byId = new Map(raw.map((row) => [row.id, row]));
    this.reshape();
  }

  reshape() {
    this.wholes = new Set();
    for (const row of this.byId.values()) if (row.parent) this.wholes.add(row.parent);
  }

  get(id) {
    return this.byId.get(id);
  }

  /** Takes fresh rows in; true when rows came, went or moved to another place. */
  take(fresh, removed = []) {
    let reshaped = false;
    for (const row of fresh) {
      const before = this.byId.get(row.id);
      reshaped ||= !before || (before.parent || 0) !== (row.parent || 0) || before.order !== row.order;
      this.byId.set(row.id, row);
    }
    for (const id of removed) reshaped = this.byId.delete(id) || reshaped;
    if (reshaped) this.reshape();
    return reshaped;
  }

  /** `slack`: working days by id, where it is known. */
  criticalAre(ids, slack = {}) {
    const critical = new Set(ids);
    for (const row of this.byId.values()) {
      row.critical = critical.has(row.id);
      if (row.id in slack) row.slack_days = slack[row.id];
    }
  }

  /** How many leaves stand in each tone. */
  counts() {
    const counts = {};
    for (const row of this.byId.values()) if (!this.wholes.has(row.id)) counts[row.tone] = (counts[row.tone] ?? 0) + 1;
    return counts;
  }

  /** First and last instant that the chart must show, today among them. */
  extent(today) {
    const [floor, ceiling] = [+today - EDGE_YEARS * 365 * DAY, +today + EDGE_YEARS * 365 * DAY];
    let [first, last] = [+today, +today];
    const see = (date) => {
      if (!date || +date < floor || +date > ceiling) return;
      if (date < first) first = +date;
      if (date > last) last = +date;
    };
    for (const row of this.byId.values()) {
      const { start, end, due } = spanOf(row);
      see(start);
      see(end);
      see(due);
      if (row.forecast?.p85) see(endInstant(row.forecast.p85));
      if (row.baseline) row.baseline.forEach((day) => see(instant(day)));
    }
    return [new Date(first), new Date(last)];
  }

  /** Ids that the search and the picked states leave, each with the wholes above it; null when nothing is asked. */
  matching({ search, tones }) {
    const words = fold(search.trim()).split(/\s+/).filter(Boolean);
    if (!words.length && !tones.size) return null;
    const kept = new Set();
    for (const row of this.byId.values()) {
      if (tones.size && (!tones.has(row.tone) || this.wholes.has(row.id))) continue;
      if (words.length) {
        row.folded ??= fold(`${row.text} ${row.lead ?? ""} ${row.person ?? ""} ${row.state} ${row.plan_title ?? ""}`);
        if (!words.every((word) => row.folded.includes(word))) continue;
      }
      for (let at = row; at && !kept.has(at.id); at = this.byId.get(at.parent)) kept.add(at.id);
    }
    return kept;
  }

  /** What the widget is given: tasks in order, under their groups or their wholes. */
  arranged(options) {
    const kept = this.matching(options);
    const rows = [...this.byId.values()].filter((row) => !kept || kept.has(row.id));
    return options.group ? this.grouped(rows, options) : this.tree(rows, options);
  }

  tree(rows, { order }) {
    const here = new Set(rows.map((row) => row.id));
    const key = order === "plan" ? null : this.keysOf(rows, order);
    if (order === "plan") rows.sort((one, other) => (one.order ?? 0) - (other.order ?? 0));
    if (key) rows.sort((one, other) => key.get(one.id) - key.get(other.id));
    return rows.map((row) => taskOf(row, here.has(row.parent) ? row.parent : 0));
  }

  /** A number to order siblings by; a whole takes the least of its parts. */
  keysOf(rows, order) {
    const key = new Map(rows.map((row) => [row.id, keyOf(row, order)]));
    for (const row of rows) {
      const own = key.get(row.id);
      for (let at = this.byId.get(row.parent), steps = 0; at && key.get(at.id) > own && steps < 50; at = this.byId.get(at.parent), steps += 1) {
        key.set(at.id, own);
      }
    }
    return key;
  }

  /** Leaves under a line for each group; wholes are left out, for their parts stand where they belong. */
  grouped(rows, { group, order }) {
    const groups = new Map();
    for (const row of rows) {
      if (this.wholes.has(row.id)) continue;
      const name = groupOf(row, group);
      if (!groups.has(name)) groups.set(name, []);
      groups.get(name).push(row);
    }
    const late = (members) => members.filter((row) => row.tone === "late").length;
    const heads = [...groups].map(([name, members]) => ({ name, members, late: late(members) }));
    heads.sort((one, other) => (group === "tone" ? RANK[one.members[0].tone] - RANK[other.members[0].tone] : other.late - one.late || one.name.localeCompare(other.name, "vi")));
    const tasks = [];
    heads.forEach(({ name, members, late: n }, index) => {
      const id = `g:${index}`;
      const title = group === "tone" ? say(`tone_${members[0].tone}`) : name || say(group === "person" ? "nobody" : "no_unit");
      const count = say("group_count", { n: number(members.length) });
      tasks.push({ id, text: title, parent: 0, unscheduled: true, group: true, count, late: group === "tone" ? 0 : n });
      if (order !== "plan") members.sort((one, other) => keyOf(one, order) - keyOf(other, order));
      for (const row of members) tasks.push(taskOf(row, id));
    });
    return tasks;
  }
}

function groupOf(row, group) {
  if (group === "tone") return row.tone;
  return (group === "lead" ? row.lead : group === "person" ? row.person : row.plan_title) ?? "";
}

function keyOf(row, order) {
  const due = +(instant(row.due) ?? 8e15);
  if (order === "due") return due;
  if (order === "start") return +(instant(row.start) ?? 8e15);
  return (RANK[row.tone] ?? 9) * 1e16 + due; // the one that is late longest comes first
}
