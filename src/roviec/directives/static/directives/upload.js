// A file may be dropped on the field; while it is being read the page says so.
const zone = document.querySelector("[data-drop]");
const input = zone?.querySelector('input[type="file"]');

if (zone && input) {
  zone.querySelector("[data-drop-hint]").hidden = false;
  for (const name of ["dragenter", "dragover"]) zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("is-over"); });
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("is-over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) input.files = event.dataTransfer.files;
  });
  input.form.addEventListener("submit", () => { const busy = input.form.querySelector("[data-busy]"); if (busy) busy.hidden = false; });
}
