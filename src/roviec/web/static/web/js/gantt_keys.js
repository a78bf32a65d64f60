// The keyboard: everything that the mouse can do to a row. The sheet of "?" lists the same keys (templates/web/_gantt_keys.html).
const gantt = window.gantt;
const FIELDS = "input, textarea, select, dialog, .gantt-pending, .gantt-frame__bar, .menu";

export function wireKeys(chart, { changes, editing, tools }) {
  const row = () => {
    const node = document.activeElement?.closest?.("[data-task-id]");
    return node?.dataset.taskId ?? gantt.ext.keyboardNavigation?.getActiveNode?.()?.id ?? gantt.getSelectedId();
  };
  const ofRow = (act) => () => {
    const id = row();
    if (id && chart.rows.get(id)) act(String(id));
  };
  const editor = (act) => (editing ? ofRow(act) : () => {});
  const KEYS = {
    Enter: ofRow((id) => chart.taskUrl && window.location.assign(chart.taskUrl(id))),
    F2: editor((id) => editing.openCell(id, "text")),
    "Shift+ArrowLeft": editor((id) => editing.nudge(id, -1, false)),
    "Shift+ArrowRight": editor((id) => editing.nudge(id, 1, false)),
    "Alt+Shift+ArrowLeft": editor((id) => editing.nudge(id, -1, true)),
    "Alt+Shift+ArrowRight": editor((id) => editing.nudge(id, 1, true)),
    "Ctrl+ArrowRight": editor((id) => editing.place(id, "in")),
    "Ctrl+ArrowLeft": editor((id) => editing.place(id, "out")),
    "Ctrl+ArrowUp": editor((id) => editing.place(id, "up")),
    "Ctrl+ArrowDown": editor((id) => editing.place(id, "down")),
    d: editor((id) => tools.editDue(id)),
    p: editor((id) => tools.editProgress(id)),
    m: editor((id) => editing.milestone(id)),
    l: editor((id) => editing.linkByKey(id)),
    k: editor((id) => tools.links(id)),
    w: ofRow((id) => tools.why(id)),
    n: editing ? () => editing.add(chart.rows.get(row()) ? row() : null) : () => {},
    Insert: editing ? () => editing.add(chart.rows.get(row()) ? row() : null) : () => {},
    "Ctrl+z": () => changes?.undo(),
    "Ctrl+s": () => changes?.save(),
    t: () => chart.toToday(),
    "+": () => tools.zoomBy(-1),
    "=": () => tools.zoomBy(-1),
    "-": () => tools.zoomBy(1),
    f: () => tools.wide(),
    "?": () => document.getElementById("gantt-keys").showModal(),
    "/": () => tools.search.focus(),
    Delete: () => {}, // the widget's own would take the task away
  };
  const named = (event) => {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const shift = event.shiftKey && event.key.length > 1;
    return `${event.ctrlKey || event.metaKey ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${shift ? "Shift+" : ""}${key}`;
  };
  // Before the widget's own shortcuts, of which some open its dialogs.
  chart.frame.addEventListener(
    "keydown",
    (event) => {
      if (event.target.closest(FIELDS)) return;
      if (event.key === "Escape") return escaped(event);
      const act = KEYS[named(event)];
      if (!act) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      act();
    },
    true,
  );
  function escaped() {
    if (editing?.linkFrom) editing.linkFrom = null;
    else if (changes?.list.length) changes.discard();
    else if (chart.options.wide) tools.wide();
  }
  // Saving and undoing also work from the panel and the bar above the chart.
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.target.closest("dialog")) return;
    const typing = event.target.closest("input, textarea, select");
    if (event.key === "s" && changes?.list.length) {
      event.preventDefault();
      changes.save();
    } else if (event.key === "Enter" && event.target.closest(".gantt-pending")) changes.save();
    else if (event.key === "z" && !typing && !chart.frame.contains(event.target) && changes) {
      event.preventDefault();
      changes.undo();
    }
  });
  // Esc in the panel gives up what is proposed, as it does on the chart.
  chart.frame.querySelector("[data-gantt-pending]")?.addEventListener("keydown", (event) => event.key === "Escape" && changes?.discard());
}
