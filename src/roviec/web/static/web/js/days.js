// The calendar beside a day writes what it picked the way officials write days; the text is what is sent.
document.addEventListener("change", (event) => {
  if (!event.target.matches?.("[data-day-pick]") || !event.target.value) return;
  const [year, month, day] = event.target.value.split("-");
  const text = event.target.previousElementSibling;
  text.value = `${day}/${month}/${year}`;
  text.focus();
});
