// Shortcuts; they never fire while somebody types or a dialog is open.

function typing(target) {
  return target.closest?.("input, textarea, select, [contenteditable], .gantt_container") !== null;
}

function moveRow(step) {
  const rows = [...document.querySelectorAll("main .rv-table tbody tr")].filter((row) => row.querySelector("a"));
  if (!rows.length) return;
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[Math.max(0, Math.min(rows.length - 1, at + step))];
  next.querySelector("a").focus();
  next.scrollIntoView({ block: "nearest" });
}

const KEYS = {
  "/": () => document.querySelector(".top__search input")?.focus(),
  "?": () => document.getElementById("phim-tat").showModal(),
  j: () => moveRow(1),
  k: () => moveRow(-1),
};

export function wireKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const menu = document.querySelector("details.menu[open]");
      if (menu) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
      return;
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      // A form that is filled again and again is sent from whichever of its fields one is in.
      const form = event.target.closest?.("form[data-send-by-keys]");
      if (form) {
        event.preventDefault();
        form.requestSubmit();
      }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
    const act = KEYS[event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  });
}
