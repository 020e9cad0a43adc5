/* The list of groups: the key figures of each group are computed on request, two at a time, and fill their cells. */
const AT_ONCE = 2;
const rows = [...document.querySelectorAll("tr[data-figures]")];

async function fill(row) {
  const answer = await fetch(row.dataset.figures, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const figures = await answer.json();
  for (const cell of row.querySelectorAll("[data-figure]")) {
    const figure = figures[cell.dataset.figure];
    cell.textContent = figure.text;
    cell.dataset.sort = figure.sort;
    cell.title = figures.note ? `${figures.period}, ${figures.note}` : figures.period;
  }
}

async function fillNext() {
  for (let row = rows.shift(); row; row = rows.shift()) {
    // A group that cannot be computed keeps its dashes; the others go on.
    try { await fill(row); } catch { /* the next one may answer */ }
  }
}

await Promise.all(Array.from({ length: AT_ONCE }, fillNext));
document.documentElement.classList.add("has-figures");
