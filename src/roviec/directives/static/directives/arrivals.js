// One key per decision: arrows or j/k walk, b/t/l/r press the buttons of the line. A decided line leaves the focus to the next.
const list = document.querySelector("[data-arrivals]");

function go(line) {
  if (!line) return;
  line.focus({ preventScroll: true });
  line.scrollIntoView({ block: "nearest", behavior: "smooth" });
}

list?.addEventListener("keydown", (event) => {
  const line = event.target.closest(".arrival");
  if (!line || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
  const key = event.key.toLowerCase();
  if (key === "arrowdown" || key === "j") go(line.nextElementSibling);
  else if (key === "arrowup" || key === "k") go(line.previousElementSibling);
  else {
    const button = line.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!button) return;
    list.dataset.next = line.nextElementSibling?.id ?? line.previousElementSibling?.id ?? "";
    button.click();
  }
  event.preventDefault();
});

document.addEventListener("htmx:afterSettle", () => {
  const next = list?.dataset.next && document.getElementById(list.dataset.next);
  if (next && !document.querySelector("dialog[open]")) go(next);
  if (list) list.dataset.next = "";
});

const first = list?.querySelector(".arrival");
if (first) {
  first.tabIndex = 0;
  first.focus({ preventScroll: true });
}
