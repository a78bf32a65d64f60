// Draws plans on [data-gantt-url]; the answer's shape is in docs/reference/components.md. Read-only: dates move by decision, not by mouse.
import { LEVELS, atMidnight, isOff, sameDay } from "./gantt_scales.js";

const gantt = window.gantt;
const ROW = 36;
const SCALE = 52;
let scaleClass = () => ""; // of a day at the top of the chart; known once the calendar is
const PHONE = window.matchMedia("(max-width: 48rem)");

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
// The widget writes texts as HTML, so everything that people typed is escaped before it gets there.
const escape = (text) => String(text ?? "").replace(/[&<>"']/g, (c) => ESCAPES[c]);
const day = (iso) => (iso ? new Date(`${iso}T00:00:00`) : null);
const shown = (date) =>
  date ? `${String(date.getDate()).padStart(2, "0")}/${String(date.getMonth() + 1).padStart(2, "0")}/${date.getFullYear()}` : "–";

function sign(root, task) {
  return `<svg class="icon" aria-hidden="true"><use href="${root.dataset.icons}#${escape(task.icon)}"/></svg>`;
}

function rowOf(raw) {
  const start = day(raw.start) ?? day(raw.due);
  const due = day(raw.due);
  const task = { ...raw, text: escape(raw.text), lead: escape(raw.lead), state: escape(raw.state), dueDate: due, open: true };
  if (!start) return { ...task, unscheduled: true };
  // A due day counts to its end; work without one is drawn for the day it starts.
  const end = new Date(due && due >= start ? due : start);
  end.setDate(end.getDate() + 1);
  return { ...task, start_date: start, end_date: end };
}

// How much stands beside the bars: everything, the essentials, or the name alone.
function room(root) {
  if (PHONE.matches) return { grid: 168, columns: "name" };
  return root.clientWidth >= 1100 ? { grid: 700, columns: "all" } : { grid: Math.round(root.clientWidth * 0.48), columns: "some" };
}

function columns(root, which) {
  const labels = root.dataset;
  const name = { name: "text", label: labels.labelTask, tree: true, width: "*", min_width: which === "name" ? 150 : 200, resize: true };
  if (which === "name") return [{ ...name, template: (task) => `${task.tone === "late" ? sign(root, task) + " " : ""}${task.text}` }];
  const tone = (task) => `gantt-state gantt-state--${escape(task.tone)}`;
  const due = { name: "due", label: labels.labelDue, width: 96, align: "right", template: (task) => shown(task.dueDate) };
  if (which === "some") return [name, { ...due, template: (task) => `<span class="${tone(task)}" title="${task.state}">${sign(root, task)} ${shown(task.dueDate)}</span>`, width: 118 }];
  return [
    name,
    { name: "lead", label: labels.labelLead, width: 150, resize: true, template: (task) => task.lead },
    due,
    { name: "state", label: labels.labelState, width: 204, resize: true, template: (task) => `<span class="${tone(task)}">${sign(root, task)} ${task.state}</span>` },
  ];
}

function drawToday(today, label) {
  let line = gantt.$task_data.querySelector(".gantt-today");
  if (!line) {
    line = document.createElement("div");
    line.className = "gantt-today";
    line.title = label;
    gantt.$task_data.append(line);
  }
  const { min_date: first, max_date: last } = gantt.getState();
  line.hidden = today < first || today > last;
  if (!line.hidden) line.style.left = `${gantt.posFromDate(today)}px`;
}

function configure(root, calendar, today) {
  const { grid, columns: which } = room(root);
  gantt.plugins({ keyboard_navigation: true, tooltip: true });
  gantt.i18n.setLocale(document.documentElement.lang === "en" ? "en" : "vi");
  Object.assign(gantt.config, {
    readonly: true,
    row_height: ROW,
    bar_height: 20,
    scale_height: SCALE,
    grid_width: grid,
    columns: columns(root, which),
    show_unscheduled: true,
    show_links: true,
    keyboard_navigation: true,
    keyboard_navigation_cells: false,
    drag_move: false,
    drag_progress: false,
    drag_resize: false,
    drag_links: false,
    select_task: true,
    tooltip_offset_x: 12,
    fit_tasks: true,
  });
  const byDay = () => LEVELS[root.dataset.zoom].days;
  gantt.templates.timeline_cell_class = (_task, date) => (byDay() && isOff(date, calendar) ? "gantt-off" : "");
  scaleClass = (date) => {
    if (!byDay()) return "";
    return sameDay(date, today) ? "gantt-scale-today" : isOff(date, calendar) ? "gantt-off" : "";
  };
  gantt.templates.task_class = (_start, _end, task) => `gantt-bar gantt-bar--${task.tone}`;
  gantt.templates.grid_row_class = (_start, _end, task) => (task.tone === "late" ? "gantt-row--late" : "");
  gantt.templates.task_text = (_start, _end, task) => (task.tone === "late" ? sign(root, task) : "");
  gantt.templates.rightside_text = (_start, _end, task) => (PHONE.matches ? "" : task.lead);
  gantt.templates.tooltip_text = (_start, _end, task) =>
    `<strong>${task.text}</strong><br>${escape(root.dataset.labelLead)}: ${task.lead || "–"}<br>${escape(root.dataset.labelDue)}: ${shown(task.dueDate)}<br>${sign(root, task)} ${task.state}`;
}

function setZoom(root, level) {
  root.dataset.zoom = level;
  gantt.config.scales = LEVELS[level].scales.map((scale) => (scale.unit === "day" ? { ...scale, css: (date) => scaleClass(date) } : scale));
  gantt.config.min_column_width = LEVELS[level].width;
  for (const button of document.querySelectorAll("[data-gantt-zoom]")) {
    button.setAttribute("aria-pressed", String(button.dataset.ganttZoom === level));
  }
}

function openTask(root, id) {
  if (root.dataset.taskUrlTemplate) window.location.assign(root.dataset.taskUrlTemplate.replace("__id__", encodeURIComponent(id)));
}

function wire(root, today) {
  gantt.attachEvent("onTaskClick", (id, event) => {
    if (event?.target.closest(".gantt_tree_icon, .gantt_close, .gantt_open")) return true;
    openTask(root, id);
    return false;
  });
  gantt.addShortcut("enter", () => openTask(root, gantt.ext.keyboardNavigation.getActiveNode().id), "taskRow");
  gantt.attachEvent("onGanttRender", () => drawToday(today, root.dataset.labelToday));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-gantt-zoom]");
    if (button) {
      setZoom(root, button.dataset.ganttZoom);
      gantt.render();
      gantt.showDate(today);
    } else if (event.target.closest("[data-gantt-today]")) {
      gantt.showDate(today);
    }
  });
  PHONE.addEventListener("change", () => window.location.reload());
}

function showProblem(root, why) {
  console.error(why);
  root.setAttribute("aria-busy", "false");
  root.replaceChildren(document.getElementById("toast-error").content.cloneNode(true));
}

async function mount(root) {
  const answer = await fetch(root.dataset.ganttUrl, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  if (!answer.ok) return showProblem(root, answer.status);
  const plan = await answer.json();
  const calendar = { off: new Set(plan.calendar.off_days), working: new Set(plan.calendar.working_saturdays) };
  const today = plan.today.includes("T") ? new Date(plan.today) : atMidnight(new Date(`${plan.today}T00:00:00`));
  configure(root, calendar, today);
  setZoom(root, root.dataset.zoom || (plan.tasks.length > 40 ? "month" : "week"));
  // The frame is as high as its rows, up to most of the window.
  root.style.height = `${Math.min(plan.tasks.length * ROW + SCALE + 20, Math.max(360, window.innerHeight * 0.72))}px`;
  gantt.init(root);
  wire(root, today);
  gantt.parse({ tasks: plan.tasks.map(rowOf), links: plan.links.map((link) => ({ ...link, type: LINK_TYPES[link.type] ?? "0" })) });
  gantt.showDate(today);
  root.setAttribute("aria-busy", "false");
}

const LINK_TYPES = { FS: "0", SS: "1", FF: "2", SF: "3" };
const root = document.querySelector("[data-gantt-url]");
if (root) mount(root).catch((why) => showProblem(root, why));
