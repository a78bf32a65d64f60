// What every page does in the browser. Everything works without it too, except dialogs and keyboard shortcuts.
import { askFirst, wireDialogs } from "./dialogs.js";
import "./days.js";
import { wireKeys } from "./keys.js";

const TOAST_MS = 15000;

function toast(node) {
  const corner = document.getElementById("toasts");
  corner.replaceChildren(node);
  const shown = corner.firstElementChild;
  setTimeout(() => shown?.remove(), TOAST_MS);
}

function toastHtml(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  toast(template.content);
}

function toastFailure() {
  toast(document.getElementById("toast-error").content.cloneNode(true));
}

// A problem (403, 409, 422) comes as a notice: it goes to the corner, never into the place the answer was meant for.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (xhr.getResponseHeader("X-Problem")) {
    event.detail.shouldSwap = false;
    event.detail.isError = false;
    toastHtml(xhr.responseText);
  }
});
document.addEventListener("htmx:responseError", toastFailure);
document.addEventListener("htmx:sendError", (event) => {
  // A poll that misses once will come again; only what a person asked for is worth a word.
  if (event.detail.requestConfig?.triggeringEvent) toastFailure();
});

// One press, one request: the second submit of a form on its way is dropped.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog") return;
  if (form.dataset.confirm && form.dataset.confirmed !== "yes") {
    event.preventDefault();
    askFirst(form.dataset.confirm, { danger: "danger" in form.dataset }).then((yes) => {
      if (!yes) return;
      form.dataset.confirmed = "yes";
      form.requestSubmit(event.submitter);
    });
    return;
  }
  if (form.method !== "post") return;
  if (form.dataset.sent === "yes") {
    event.preventDefault();
    return;
  }
  if (form.hasAttribute("hx-post")) return;
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    delete form.dataset.confirmed;
    form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  }
});

// hx-confirm asks with our dialog instead of the browser's.
document.addEventListener("htmx:confirm", (event) => {
  if (!event.detail.question) return;
  event.preventDefault();
  const danger = "danger" in event.detail.elt.dataset;
  askFirst(event.detail.question, { danger }).then((yes) => yes && event.detail.issueRequest(true));
});

// Lists that pick rows: the bar of bulk actions counts them.
document.addEventListener("change", (event) => {
  const table = event.target.closest("[data-picks]");
  if (!table || event.target.type !== "checkbox") return;
  const boxes = [...table.querySelectorAll("tbody input[type=checkbox]")];
  if (event.target.matches("[data-pick-all]")) boxes.forEach((box) => (box.checked = event.target.checked));
  boxes.forEach((box) => box.closest("tr").setAttribute("aria-selected", String(box.checked)));
  const bar = document.getElementById(table.dataset.picks);
  const picked = boxes.filter((box) => box.checked).length;
  bar.hidden = picked === 0;
  bar.querySelector("[data-picked]").textContent = picked;
});

wireDialogs();
wireKeys();
document.querySelector("[data-focus]")?.focus();
