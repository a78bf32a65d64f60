// Small bars without a time axis of their own: each row of the phone's list, and of the table that is printed.
import { LEVELS } from "./gantt_scales.js";
import { state, titleOf } from "./gantt_columns.js";
import { spanOf } from "./gantt_rows.js";
import { DAY, escape, instant, number, plusDays, say, shown, sign } from "./gantt_words.js";

const WIDE = 1000; // of the drawing; it is stretched to the width it gets
const PRINTED = 1500; // rows; a longer plan is printed from its PDF

/** What a phone shows at once: from a third before today; at the widest zoom the whole plan. */
export function windowOf(zoom, [first, last], today) {
  if (zoom === "year") return [first, plusDays(last, 1)];
  const { span } = LEVELS[zoom];
  return [plusDays(today, -Math.round(span / 3)), plusDays(today, Math.round((span * 2) / 3))];
}

export function smallBar(row, [from, to], today) {
  const x = (date) => Math.round(Math.max(0, Math.min(1, (date - from) / (to - from))) * WIDE);
  const { start, end, due } = spanOf(row);
  const rect = (css, one, other, y, height) => (x(other) > x(one) ? `<rect class="${css}" x="${x(one)}" width="${Math.max(4, x(other) - x(one))}" y="${y}" height="${height}"/>` : "");
  const bar = start ? rect(`gantt-mini gantt-mini--${escape(row.tone)}`, start, end, 4, 10) : "";
  const done = start && row.progress ? rect(`gantt-mini-done gantt-mini--${escape(row.tone)}`, start, new Date(+start + (end - start) * row.progress), 4, 10) : "";
  const base = row.baseline ? rect("gantt-base", instant(row.baseline[0]), plusDays(instant(row.baseline[1]), 1), 15, 3) : "";
  const tail = row.tone === "late" && due ? rect("gantt-tail", due, today, 6, 6) : "";
  const deadline = due && due >= from && due <= to ? `<rect class="gantt-due-line" x="${x(due)}" width="3" y="1" height="17"/>` : "";
  const beyond = start && end < from ? `<path class="gantt-beyond" d="M0 9l16-6v12z"/>` : start && start > to ? `<path class="gantt-beyond" d="M${WIDE} 9l-16-6v12z"/>` : "";
  const now = today >= from && today <= to ? `<rect class="gantt-today" x="${x(today)}" width="3" y="0" height="19"/>` : "";
  return `<svg class="gantt-small" viewBox="0 0 ${WIDE} 19" preserveAspectRatio="none" aria-hidden="true">${bar}${done}${base}${tail}${deadline}${beyond}${now}</svg>`;
}

/** Months (or years) above the small bars. */
export function ruler([from, to], today) {
  const days = (to - from) / DAY;
  const step = days > 1100 ? 12 : days > 500 ? 6 : days > 200 ? 3 : 1;
  const labels = [];
  for (let at = new Date(from.getFullYear(), from.getMonth(), 1); at < to; at = new Date(at.getFullYear(), at.getMonth() + 1, 1)) {
    const left = ((at - from) / (to - from)) * 100;
    const away = (at - today) / (to - from); // "Hôm nay" keeps its place
    const near = away > -0.26 && away < 0.14;
    if (at.getMonth() % step || left < 0 || left > 90 || near) continue;
    labels.push(`<span style="left:${left}%">${step === 12 ? at.getFullYear() : `${at.getMonth() + 1}/${at.getFullYear()}`}</span>`);
  }
  const now = ((today - from) / (to - from)) * 100;
  return `<div class="gantt-ruler">${labels.join("")}<strong style="left:${now}%">${escape(say("today"))}</strong></div>`;
}

/** The only column of a phone. */
export function cardColumn(chart) {
  return {
    name: "text",
    label: ruler(chart.window, chart.today),
    tree: true,
    width: "*",
    template: (task) => {
      if (task.group) {
        const late = task.late ? ` <span class="gantt-state gantt-state--late">${sign("late")} ${escape(say("group_late", { n: task.late }))}</span>` : "";
        return `<div class="gantt-card"><strong class="gantt-card__title">${escape(task.text)}</strong><span class="gantt-card__line">${escape(task.count)}${late}</span></div>`;
      }
      const { row } = task;
      const title = escape(titleOf(task, chart.aboveOf(row)));
      const link = chart.taskUrl ? `<a class="gantt-card__title" href="${escape(chart.taskUrl(row.id))}">${title}</a>` : `<span class="gantt-card__title">${title}</span>`;
      return `<div class="gantt-card">${link}<span class="gantt-card__line">${state(row)}<span>${shown(instant(row.due))}</span></span>${smallBar(row, chart.window, chart.today)}</div>`;
    },
  };
}

/** The rows as they stand on the screen, as a table for paper; taken away again after printing. */
export function printable(chart, tasks) {
  const sheet = document.createElement("section");
  sheet.className = "gantt-print";
  const span = chart.extent;
  const cell = (text) => `<td>${text}</td>`;
  const lines = tasks.slice(0, PRINTED).map((task) => {
    if (task.group) return `<tr class="group"><th colspan="5" scope="rowgroup">${escape(task.text)} (${escape(task.count)})</th></tr>`;
    const { row } = task;
    const depth = row.parent && !chart.options.group ? " gantt-print__part" : "";
    return `<tr><td class="gantt-print__title${depth}">${escape(task.text)}</td>${cell(escape(row.lead))}${cell(shown(instant(row.due)))}${cell(state(row))}<td class="gantt-print__bar">${smallBar(row, span, chart.today)}</td></tr>`;
  });
  const more = tasks.length > PRINTED ? `<p>${escape(say("print_cut", { shown: number(PRINTED), all: number(tasks.length) }))}</p>` : "";
  const heads = ["col_task", "col_lead", "col_due", "col_state"].map((key) => `<th scope="col">${escape(say(key))}</th>`).join("");
  sheet.innerHTML = `<table class="rv-table"><thead><tr>${heads}<th scope="col" class="gantt-print__bar">${ruler(span, chart.today)}</th></tr></thead><tbody>${lines.join("")}</tbody></table>${more}`;
  return sheet;
}

export function wirePrinting(chart, shownTasks) {
  let sheet = null;
  window.addEventListener("beforeprint", () => {
    sheet = printable(chart, shownTasks());
    chart.frame.append(sheet);
  });
  window.addEventListener("afterprint", () => sheet?.remove());
}
