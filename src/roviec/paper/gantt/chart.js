// Search and folding in a chart that was taken away. Without it the whole table is there all the same.
(() => {
  const table = document.querySelector("table");
  const rows = [...table.tBodies[0].rows];
  const level = rows.map((row) => Number(row.dataset.level));
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
  const words = rows.map((row) => fold(row.dataset.said ?? [...row.cells].slice(0, -1).map((cell) => cell.textContent).join(" ")));
  const above = [];
  const trail = [];
  rows.forEach((_row, i) => {
    while (trail.length && level[trail.at(-1)] >= level[i]) trail.pop();
    above.push(trail.at(-1) ?? -1);
    trail.push(i);
  });
  const wholes = new Set(above.filter((i) => i >= 0));
  const closed = new Set();
  const search = document.getElementById("search");
  const shown = document.getElementById("shown");

  const show = () => {
    const wanted = fold(search.value).split(/\s+/).filter(Boolean);
    const hit = rows.map((_row, i) => wanted.every((word) => words[i].includes(word)));
    const keep = hit.slice();
    for (let i = rows.length - 1; i >= 0; i--) if (keep[i] && above[i] >= 0) keep[above[i]] = true;
    const open = rows.map(() => true);
    let count = 0;
    rows.forEach((row, i) => {
      const up = above[i];
      open[i] = up < 0 || (open[up] && !closed.has(up));
      row.hidden = !keep[i] || (!wanted.length && !open[i]);
      if (level[i] > 0 && hit[i] && !row.hidden) count += 1;
    });
    shown.textContent = wanted.length ? `${count}/${level.filter((one) => one > 0).length}` : "";
  };
  const turn = (i) => {
    closed.has(i) ? closed.delete(i) : closed.add(i);
    mark(i);
    show();
  };
  const mark = (i) => rows[i].querySelector("button").setAttribute("aria-expanded", String(!closed.has(i)));
  for (const i of wholes) {
    const cell = rows[i].querySelector("th");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "fold";
    button.setAttribute("aria-expanded", "true");
    button.setAttribute("aria-label", search.form.dataset.fold);
    button.addEventListener("click", () => turn(i));
    cell.prepend(button);
  }
  document.getElementById("fold").addEventListener("click", () => {
    const all = closed.size === wholes.size;
    closed.clear();
    if (!all) for (const i of wholes) closed.add(i);
    for (const i of wholes) mark(i);
    show();
  });
  document.getElementById("fold").hidden = wholes.size === 0;
  search.addEventListener("input", show);
  search.form.addEventListener("submit", (event) => event.preventDefault());
  search.form.hidden = false;
})();
