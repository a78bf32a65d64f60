// What a chart shows is in its address, which changes as one filters: a link that takes it away carries it along when it is used.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-with-view]");
  if (link && window.location.search) link.search = window.location.search;
});
