// What the widget's free edition does not draw: days off and lines behind the bars; due days, late tails, baselines, forecasts, today
// and the preview of followers over them. Two SVGs in the chart's own coordinates; only the rows in view are drawn.
import { LEVELS, isOff } from "./gantt_scales.js";
import { endInstant, escape, instant, plusDays, say } from "./gantt_words.js";

const gantt = window.gantt;
const AROUND = 6; // rows drawn beyond the view, so that a slow frame shows no gap

export class Marks {
  constructor(chart, rowHeight) {
    this.chart = chart;
    this.row = rowHeight;
    this.asked = 0;
    this.ghosts = [];
  }

  /** At the next frame; however often it is asked. */
  draw() {
    this.asked ||= requestAnimationFrame(() => {
      this.asked = 0;
      this.now();
    });
  }

  layer(parent, name) {
    let svg = parent.querySelector(`:scope > .${name}`);
    if (!svg) {
      svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      svg.setAttribute("class", name);
      svg.setAttribute("aria-hidden", "true");
      if (name === "gantt-ground") parent.prepend(svg);
      else parent.append(svg);
    }
    return svg;
  }

  now() {
    if (!gantt.$task_data || !gantt.$task_bg) return;
    const { x, y, width, height } = this.view();
    const first = Math.max(0, Math.floor(y / this.row) - AROUND);
    const last = Math.min(gantt.getVisibleTaskCount() - 1, Math.ceil((y + height) / this.row) + AROUND);
    const tasks = [];
    for (let index = first; index <= last; index += 1) {
      const task = gantt.getTaskByIndex(index);
      if (task) tasks.push([task, index * this.row]);
    }
    const view = { from: gantt.dateFromPos(Math.max(0, x - 50)) ?? gantt.getState().min_date, to: gantt.dateFromPos(x + width + 50) ?? gantt.getState().max_date };
    const bottom = gantt.getVisibleTaskCount() * this.row;
    this.layer(gantt.$task_bg, "gantt-ground").innerHTML = this.ground(view, Math.max(0, y - 200), Math.min(bottom, y + height + 200));
    const edges = { left: x, right: x + width };
    this.layer(gantt.$task_data, "gantt-marks").innerHTML = tasks.map(([task, top]) => this.marksOf(task, top) + this.beyond(task, top, edges)).join("") + this.todayLine(bottom, height);
  }

  /** What is in sight, in px of the chart. */
  view() {
    const { x, y } = gantt.getScrollState();
    return { x, y, width: gantt.$task.offsetWidth, height: gantt.$task.offsetHeight };
  }

  ground({ from, to }, top, bottom) {
    const level = LEVELS[this.chart.options.zoom];
    const parts = [];
    const tall = `y="${top}" height="${Math.max(0, bottom - top)}"`;
    const line = (date, css = "gantt-line") => parts.push(`<rect class="${css}" x="${gantt.posFromDate(date)}" width="1" ${tall}/>`);
    for (let at = new Date(from.getFullYear(), from.getMonth(), from.getDate()); at <= to; at = plusDays(at, 1)) {
      if (level.days && isOff(at, this.chart.calendar)) {
        const x = gantt.posFromDate(at);
        parts.push(`<rect class="gantt-off" x="${x}" width="${gantt.posFromDate(plusDays(at, 1)) - x}" ${tall}/>`);
      }
      const opens = { day: true, week: at.getDay() === 1, month: at.getDate() === 1, quarter: at.getDate() === 1 && at.getMonth() % 3 === 0 };
      if (opens[level.lines]) line(at);
    }
    return parts.join("");
  }

  todayLine(bottom, height) {
    const { today } = this.chart;
    const { min_date: first, max_date: last } = gantt.getState();
    if (today < first || today > last) return "";
    const x = gantt.posFromDate(today);
    return `<rect class="gantt-today" x="${x}" y="0" width="2" height="${Math.max(bottom, height)}"><title>${escape(say("today"))}</title></rect>`;
  }

  marksOf(task, top) {
    const { row, due } = task;
    if (!row) return "";
    const { layers } = this.chart.options;
    const parts = [];
    const at = (date) => gantt.posFromDate(date);
    const bar = (css, from, to, y, height) => {
      if (to > from) parts.push(`<rect class="${css}" x="${at(from)}" width="${Math.max(1, at(to) - at(from))}" y="${top + y}" height="${height}"/>`);
    };
    if (row.baseline) bar("gantt-base", instant(row.baseline[0]), endInstant(row.baseline[1]), this.row - 8, 4);
    // From the day it was due until today: the longer, the later.
    if (row.tone === "late" && due) bar("gantt-tail", due, this.chart.today, this.row / 2 - 5, 10);
    if (layers.has("forecast") && row.forecast?.p85) parts.push(this.forecastOf(task, top));
    if (layers.has("due") && due) {
      const x = at(due);
      const met = row.tone === "late" || row.tone === "late-done" ? " gantt-due--late" : "";
      parts.push(`<path class="gantt-due${met}" d="M${x} ${top + 4}v${this.row - 8}M${x} ${top + 4}l-6 0 6 7z"/>`);
    }
    const ghost = this.ghosts.find((one) => one.id === task.id);
    if (ghost) bar("gantt-ghost", instant(ghost.start), endInstant(ghost.end), 6, this.row - 12);
    return parts.join("");
  }

  /** Where a bar lies when it is out of sight. */
  beyond({ start_date: start, end_date: end }, top, { left, right }) {
    if (!start) return "";
    const y = top + this.row / 2;
    if (gantt.posFromDate(end) < left) return `<path class="gantt-beyond" d="M${left + 4} ${y}l7 -5v10z"/>`;
    return gantt.posFromDate(start) > right ? `<path class="gantt-beyond" d="M${right - 4} ${y}l-7 -5v10z"/>` : "";
  }

  /** A line from the likely end to the end that 85 of 100 draws keep, with the chance to be late beside it. */
  forecastOf(task, top) {
    const { p50, p85, late } = task.row.forecast;
    const likely = endInstant(p50) ?? task.end_date;
    const [x, likelyX, endX] = [gantt.posFromDate(task.end_date ?? likely), gantt.posFromDate(likely), gantt.posFromDate(endInstant(p85))];
    const y = top + this.row / 2;
    const risky = late >= 0.5 ? " gantt-fore--risk" : "";
    return `<g class="gantt-fore${risky}"><path d="M${Math.min(x, likelyX)} ${y}H${endX}M${endX} ${y - 4}v8"/><circle cx="${likelyX}" cy="${y}" r="3"/><text x="${endX + 5}" y="${y + 4}">${Math.round(late * 100)} %</text></g>`;
  }
}

/** How far a chart goes beyond its first and last day, and that it is wide enough to fill the view. */
export function padded([first, last], zoom) {
  const pad = Math.max(LEVELS[zoom].span / 6, 7);
  return [plusDays(first, -Math.ceil(pad)), plusDays(last, Math.ceil(pad * 2))];
}

