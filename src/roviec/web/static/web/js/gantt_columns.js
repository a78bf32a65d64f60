// The columns beside the bars, which of them are shown, and what a cell says.
import { escape, instant, lastDay, say, shown, sign } from "./gantt_words.js";

const tone = (row) => `gantt-state gantt-state--${escape(row.tone)}`;
const percent = (share) => `${Math.round(share * 100)} %`;

/** The title as the row stands: a part that repeats the words of its whole is named by its unit instead. */
export function titleOf(task, above) {
  const { row } = task;
  if (!row || !above || !row.lead) return task.text;
  return bare(row) === bare(above) ? row.lead : task.text;
}

/** Without its number in the document. */
export const bare = (row) => (row.number && row.text.startsWith(`${row.number}. `) ? row.text.slice(row.number.length + 2) : row.text);

function named(task, chart) {
  if (task.group) {
    const late = task.late ? ` <span class="gantt-state gantt-state--late">${sign("late")} ${say("group_late", { n: task.late })}</span>` : "";
    return `<strong class="gantt-group">${escape(task.text)}</strong> <span class="quiet">${escape(task.count)}</span>${late}`;
  }
  const { row } = task;
  const mark = row.kind === "milestone" ? `<span class="gantt-diamond" aria-hidden="true"></span>` : "";
  const text = escape(titleOf(task, chart.aboveOf(row)));
  const title = escape(task.text);
  if (!chart.taskUrl) return `${mark}<span title="${title}">${text}</span>`;
  return `${mark}<a class="gantt-title" href="${escape(chart.taskUrl(row.id))}" tabindex="-1" title="${title}">${text}</a>`;
}

export const state = (row) => `<span class="${tone(row)}" title="${escape(row.state)}">${sign(row.icon)} ${escape(row.state)}</span>`;

/** Chance and likely end in a sentence: "62 % sẽ trễ; có thể xong 12/01/2026, chậm nhất 03/02/2026". */
export function forecastSaid(forecast) {
  if (!forecast) return "";
  return say("forecast_said", { late: percent(forecast.late), p50: shown(instant(forecast.p50)), p85: shown(instant(forecast.p85)) });
}

const ofRow = (make) => (task) => (task.row ? make(task.row, task) : "");

/** name: {label (of gantt-words), width, align, cell(task) -> HTML, edit: kind of the field in place}. */
const KINDS = {
  lead: { label: "lead", width: 150, cell: ofRow((row) => escape(row.lead)) },
  person: { label: "person", width: 140, cell: ofRow((row) => escape(row.person)) },
  start: { label: "start", width: 96, align: "right", edit: "date", cell: ofRow((row, task) => shown(task.start_date)) },
  end: { label: "end", width: 96, align: "right", edit: "date", cell: ofRow((row, task) => (task.end_date ? shown(row.kind === "milestone" ? task.end_date : lastDay(task.end_date)) : "–")) },
  due: { label: "due", width: 96, align: "right", edit: "date", cell: ofRow((row) => shown(instant(row.due))) },
  state: { label: "state", width: 208, cell: ofRow(state) },
  progress: { label: "progress", width: 76, align: "right", edit: "number", cell: ofRow((row) => percent(row.progress ?? 0)) },
  slack: { label: "slack", width: 96, align: "right", cell: ofRow((row) => (row.critical ? `<strong>${say("critical")}</strong>` : row.slack_days == null ? "" : say("slack_days", { n: row.slack_days }))) },
  forecast: { label: "forecast", width: 100, align: "right", cell: ofRow((row) => (row.forecast ? `<span title="${escape(forecastSaid(row.forecast))}">${percent(row.forecast.late)}</span>` : "")) },
};
export const NAMES = Object.keys(KINDS);
export const editOf = (column) => (column === "text" ? "text" : KINDS[column]?.edit);
export const labelOf = (column) => say(`col_${column === "text" ? "task" : KINDS[column].label}`);

/** Those asked for, else what the width allows. */
export function columnsFor(width, asked) {
  if (asked) return asked.filter((name) => KINDS[name]);
  if (width >= 1500) return ["lead", "due", "state"];
  return width >= 900 ? ["due", "state"] : ["due"];
}

/** The widget's columns, and how wide the grid is: never more than `share` of the chart. */
export function gridFor(chart, width, share = 0.56) {
  const names = columnsFor(width, chart.options.columns);
  const beside = names.reduce((sum, name) => sum + KINDS[name].width, 0);
  const room = Math.round(width * share);
  const title = Math.max(200, Math.min(420, room - beside));
  const columns = names.map((name) => {
    const { label, cell, ...measures } = KINDS[name];
    return { name, label: say(`col_${label}`), template: cell, resize: true, ...measures };
  });
  const text = { name: "text", label: say("col_task"), tree: true, width: title, min_width: 150, resize: true, template: (task) => named(task, chart) };
  return { columns: [text, ...columns], width: Math.min(room, title + beside + 2) };
}
