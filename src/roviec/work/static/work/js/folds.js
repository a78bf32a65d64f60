// Parts of a whole fold out below its row; without JavaScript the link leads to the whole's own page.
document.addEventListener("click", async (event) => {
  const fold = event.target.closest("[data-fold]");
  if (!fold || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const row = fold.closest("tr");
  const shown = fold.getAttribute("aria-expanded") === "true";
  const parts = document.querySelectorAll(`[data-part-of="${fold.dataset.fold}"]`);
  if (!parts.length) {
    const answer = await fetch(fold.dataset.foldUrl, { credentials: "same-origin" });
    if (!answer.ok) return window.location.assign(fold.href);
    const body = document.createElement("template");
    body.innerHTML = `<table><tbody>${await answer.text()}</tbody></table>`;
    row.after(...body.content.querySelectorAll("tr"));
  } else {
    parts.forEach((part) => (part.hidden = shown));
  }
  fold.setAttribute("aria-expanded", String(!shown));
});
