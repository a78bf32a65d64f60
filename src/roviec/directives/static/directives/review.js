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

// N goes to what needs the eye next: a name without a unit, then the form of the names as a whole, then rows that are not clear.
function nextUnclear(from) {
  const names = document.querySelector(".doc-names");
  if (names && !from) {
    const open = [...names.querySelectorAll(".doc-name")].find((line) => !line.querySelector("input[type=checkbox]").checked && !line.querySelector("input[type=text]").value);
    return (open?.querySelector("input[type=text]") ?? names.querySelector("[data-apply-names]")).focus();
  }
  const unclear = [...(list?.querySelectorAll(".proposal.is-unclear") ?? [])];
  const after = from && unclear.find((item) => from.compareDocumentPosition(item) & Node.DOCUMENT_POSITION_FOLLOWING);
  go(after ?? unclear.find((item) => item !== from));
}

// Rows that bodies outside lead stay drafts unless a leader here answers for them: that is asked once before they are given out.
document.querySelector("[data-give]")?.addEventListener("click", (event) => {
  const asks = document.querySelector("[data-ask-leader]:not([open])");
  const leader = asks?.querySelector('[name="leader"]');
  if (!leader || leader.value || !list.querySelector('[data-outside] input[name="proposal"]:checked')) return;
  event.preventDefault();
  asks.open = true;
  leader.focus();
});

let edited = null; // id of the row whose dialog is open
document.addEventListener("keydown", (event) => {
  if (document.querySelector("dialog[open]") || event.altKey || event.metaKey) return;
  if (event.key === "Enter" && event.ctrlKey) document.querySelector("[data-give]")?.click();
  else if (event.key.toLowerCase() === "n" && !event.ctrlKey && !event.target.matches("input:not([type=checkbox]), textarea, select")) nextUnclear(event.target.closest(".proposal"));
  else return;
  event.preventDefault();
});

// The dialog opens at the first field that is still empty; once it is saved, the next unclear row is there.
document.addEventListener("htmx:beforeRequest", (event) => { if (event.target.matches('[data-act="edit"]')) edited = event.target.closest(".proposal").id; });
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== "modal-body") return;
  const fields = ["leads", "due", "deliverable"].map((name) => event.target.querySelector(`[name="${name}"]`));
  const repeats = event.target.querySelector('[name="recurrence"]')?.value;
  (event.target.querySelector("[aria-invalid=true]") ?? fields.find((field) => field && !field.value && !(field.name === "due" && repeats)))?.focus();
});
document.addEventListener("close-modal", () => setTimeout(() => { if (edited) nextUnclear(document.getElementById(edited)); }));

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
