/* The charts of the market, and what a visitor chooses in them. */
import { words } from "./format.js";
import { matrixOption, matrixTall, openCells, shapeMatrix, walkMatrix } from "./market_matrix.js";
import { pricesOption, walkPrices } from "./market_prices.js";
import { stage } from "./stage.js";

const data = JSON.parse(document.getElementById("market-data")?.textContent ?? "null");
const matrixPlace = document.getElementById("chart-matrix");
const chosen = { measure: matrixPlace?.dataset.measure ?? "kwh" };

const matrix = { option: matrixOption, data: data?.matrix, env: () => chosen, walk: data?.matrix && walkMatrix, begin: openCells, tall: () => matrixTall(data.matrix), shape: place => shapeMatrix(place)(matrix) };
const prices = { option: pricesOption, data: data?.prices, height: 520, walk: walkPrices, legend: [["deficit", words.grid], ["local", words.group_price], ["production", words.feed_in]] };

/** Show energy or money in the cells, and write the choice into the address. */
function choose(link, drawn) {
  chosen.measure = link.dataset.measure;
  link.parentNode.querySelectorAll("a").forEach(other => other.removeAttribute("aria-current"));
  link.setAttribute("aria-current", "true");
  history.replaceState(null, "", link.href);
  drawn.draw("matrix");
}

function start() {
  const drawn = stage({ ...data.prices && { prices }, ...data.matrix && { matrix } }, document.querySelector("[data-subtitle]")?.dataset.subtitle ?? "");
  document.addEventListener("click", event => {
    const link = event.target.closest("a[data-measure]");
    if (link && data.matrix && !event.ctrlKey && !event.metaKey && !event.shiftKey) { event.preventDefault(); choose(link, drawn); }
  });
  if (!data.prices && !data.matrix) window.__ready = performance.now();
}

if (data && window.echarts) document.fonts.ready.then(start); else window.__ready = performance.now();
