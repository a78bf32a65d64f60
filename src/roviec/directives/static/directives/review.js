// Text and proposals linked both ways, by click and by key; how many rows are picked.
const list = document.querySelector("[data-proposals]");

function mark(item) {
  document.querySelectorAll(".is-here").forEach((old) => old.classList.remove("is-here"));
  if (!item) return;
  item.classList.add("is-here");
  const source = document.getElementById(`v-${item.dataset.anchor}`);
  if (!source) return;
  source.classList.add("is-here");
  const frame = source.closest(".doc-text");
  const top = source.getBoundingClientRect().top - frame.getBoundingClientRect().top;
  frame.scrollTo({ top: frame.scrollTop + top - 60, behavior: "smooth" });
}

function go(item) {
  if (!item) return;
  item.focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest", behavior: "smooth" });
  mark(item);
}

function count() {
  const picked = document.querySelectorAll('input[name="proposal"]:checked').length;
  document.querySelectorAll("[data-picked]").forEach((place) => { place.textContent = picked; });
}

list?.addEventListener("click", (event) => {
  const item = event.target.closest(".proposal");
  if (!item || event.target.closest("button, input, summary, .proposal__acts")) return;
  const link = event.target.closest("a");
  if (link && !link.classList.contains("proposal__n")) return;
  if (link) event.preventDefault();
  mark(item);
});

document.querySelector(".doc-text")?.addEventListener("click", (event) => {
  const source = event.target.closest("[data-source]");
  if (source) go(list?.querySelector(`.proposal[data-anchor="${CSS.escape(source.dataset.source)}"]`));
});

// Arrows walk, Enter or S corrects, space picks, Delete drops: a practised clerk needs no mouse.
list?.addEventListener("keydown", (event) => {
  const item = event.target.closest(".proposal");
  if (!item || event.target.matches("input:not([type=checkbox]), textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
  const box = item.querySelector('input[name="proposal"]');
  if (event.key === "ArrowDown" || event.key === "j") go(item.nextElementSibling);
  else if (event.key === "ArrowUp" || event.key === "k") go(item.previousElementSibling);
  else if (event.key === "s" || (event.key === "Enter" && event.target === item)) item.querySelector('[data-act="edit"]')?.click();
  else if (event.key === "Delete" || event.key === "x") item.querySelector('[data-act="drop"]')?.click();
  else if (event.key === " " && event.target === item && box) { box.checked = !box.checked; count(); }
  else return;
  event.preventDefault();
});

document.addEventListener("change", count);
document.addEventListener("htmx:afterSettle", count);
count();
if (list && !location.hash) list.querySelector(".proposal")?.setAttribute("tabindex", "0");
