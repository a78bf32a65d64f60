// <dialog> elements: opened and closed by buttons, by htmx answers, and to ask before a step that cannot be undone.

/** Asks in our own words; resolves to true when the person agrees. */
export function askFirst(question, { danger = false } = {}) {
  const dialog = document.getElementById("confirm");
  dialog.querySelector("h2").textContent = question;
  const yes = dialog.querySelector("[data-confirm-yes]");
  yes.classList.toggle("btn-danger", danger);
  yes.classList.toggle("btn-primary", !danger);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

export function wireDialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog-open]");
    if (opener) document.getElementById(opener.dataset.dialogOpen)?.showModal();
    if (event.target.closest("[data-dialog-close]")) event.target.closest("dialog")?.close();
    if (event.target instanceof HTMLDialogElement && event.target.open) event.target.close(); // a press beside it
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const modal = document.getElementById("modal");
    const closes = event.detail.xhr.getResponseHeader("HX-Trigger")?.includes("close-modal"); // it said so before the swap
    if (event.detail.target.id === "modal-body" && !closes && !modal.open) {
      modal.showModal();
      // The first field, not the cross; where a touch would bring up a keyboard, nothing.
      if (matchMedia("(hover: hover)").matches) modal.querySelector("form :is(input:not([type=hidden]), select, textarea)")?.focus();
    }
  });
  document.addEventListener("close-modal", () => document.getElementById("modal").close());
  document.querySelectorAll("dialog[data-dialog-show]").forEach((dialog) => dialog.showModal());
}
