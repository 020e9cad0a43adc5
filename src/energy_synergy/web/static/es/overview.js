/* The overview's charts: drawn when they come into view, redrawn for another theme, width or view. */
import { balanceOption, companyRows } from "./balance.js";
import { walk } from "./balance_keys.js";
import { exportChart } from "./export.js";
import { flowsOption, hiddenBelow, isEmpty, matrixHeight } from "./flows.js";
import { data, words } from "./format.js";
import { heatmapOption, showRange, walkCells } from "./heatmap.js";
import { isPhone, readColors } from "./look.js";

const element = id => document.getElementById(`chart-${id}`);
const chosen = { view: element("balance")?.dataset.view ?? "balance", flows: element("flows")?.dataset.flows ?? "flows" };
const parts = {
  balance: { option: balanceOption, data, height: 520 },
  heatmap: { option: heatmapOption, data: data?.heatmap, height: 480 },
  flows: { option: flowsOption, data: data?.flows, height: 620 },
};
for (const part of Object.values(parts)) part.window = [0, 100];
let colors;

function environment(part, width, height, isExport = false) {
  const [from, to] = isExport ? [0, 100] : part.window;
  const visible = part.data.labels ? Math.max(2, Math.round(part.data.labels.length * (to - from) / 100)) : 0;
  return { ...chosen, window: part.window, visible, width, height, isExport };
}

function draw(id) {
  const part = parts[id], place = element(id);
  if (!place || place.hidden || !part.data) return;
  if (id === "flows") shapeFlows(place);
  part.chart ??= begin(id, place);
  part.chart.resize();
  part.chart.setOption(part.option(part.data, colors, environment(part, place.clientWidth, place.clientHeight)), { notMerge: true });
  place.classList.add("is-drawn");
}

function begin(id, place) {
  const part = parts[id], chart = echarts.init(place, null, { renderer: "canvas" });
  if (id === "balance") chart.on("datazoom", () => zoomed(part, chart));
  return chart;
}

/** Keep the window, and give the axis the labels that suit what is visible now. */
function zoomed(part, chart) {
  const { start, end } = chart.getOption().dataZoom[0], place = element("balance");
  const wasWide = part.window[1] - part.window[0];
  part.window = [start, end];
  if (Math.abs(wasWide - (end - start)) < .01) return;
  const option = part.option(part.data, colors, environment(part, place.clientWidth, place.clientHeight));
  chart.setOption({ xAxis: option.xAxis });
}

function shapeFlows(place) {
  const isMatrix = chosen.flows === "matrix";
  place.style.height = isMatrix ? `${matrixHeight(data.flows.names.length)}px` : "";
  place.style.minWidth = isMatrix ? `${(isPhone() ? 128 : 176) + 26 * (data.flows.names.length + 1)}px` : "";
  document.querySelectorAll("[data-for-flows]").forEach(note => { note.hidden = note.dataset.forFlows !== chosen.flows; });
  const least = document.getElementById("flows-least");
  if (least) {
    least.textContent = hiddenBelow(data.flows);
    least.parentElement.hidden = false;
  }
  document.getElementById("flows-empty")?.toggleAttribute("hidden", !isEmpty(data.flows));
}

/** The legend of the view by company; the balance has its own in the page. */
function showLegend() {
  document.querySelectorAll("[data-legend]").forEach(legend => { legend.hidden = (legend.dataset.legend === "balance") !== (chosen.view === "balance"); });
  const place = document.querySelector("[data-legend=companies]");
  if (chosen.view === "balance" || !place) return;
  const other = chosen.view === "production" ? "consumption" : "production";
  const entries = [...companyRows(data, chosen.view).map(row => [row.key, row.name, ""]), [other, words[other], "line"]];
  place.replaceChildren(...entries.map(([key, name, kind]) => {
    const entry = document.createElement("span"), mark = document.createElement("i");
    mark.className = `sw ${kind} sw-${key}`;
    entry.append(mark, name);
    return entry;
  }));
}

function choose(name, value, link) {
  chosen[name] = value;
  link.parentNode.querySelectorAll("a").forEach(other => other.removeAttribute("aria-current"));
  link.setAttribute("aria-current", "true");
  history.replaceState(null, "", link.href);
  document.querySelectorAll("input[name=next]").forEach(next => { next.value = location.pathname + location.search; });
  document.querySelectorAll(`input[type=hidden][name=${name}]`).forEach(field => { field.value = value; });
  document.querySelectorAll("a[data-keep]").forEach(other => { const url = new URL(other.href); url.searchParams.set(name, value); other.href = url; });
  if (name === "view") { showLegend(); draw("balance"); } else draw("flows");
}

function toggleTable(button) {
  const id = button.dataset.chart, table = document.getElementById(`table-${id}`), isShown = table.hidden;
  table.hidden = !isShown;
  document.querySelectorAll(`[data-chart-part="${id}"]`).forEach(other => { other.hidden = isShown; });
  button.setAttribute("aria-pressed", isShown);
  if (isShown) { htmx.trigger(table, "es:show"); return; }
  if (id === "balance") showLegend();
  draw(id);
}

/** What the page says under a chart's title, without the hints for hands. */
const said = section => [...section.querySelector(".ch p").childNodes].filter(node => !node.hidden && !node.classList?.contains("khint")).map(node => node.textContent.trim()).join(" ").trim();
const legends = { heatmap: [["ramp-1", words.deficit], ["ramp-5", `${words.surplus} (+)`]], flows: [["local", words.group], ["surplus", words.grid_export], ["deficit", words.grid_supply]] };

function exportOf(button) {
  const { chart: id, kind } = button.dataset, part = parts[id], section = element(id).closest("section");
  const height = id === "flows" && chosen.flows === "matrix" ? matrixHeight(data.flows.names.length) + 84 : part.height;
  exportChart((width, tall) => part.option(part.data, colors, environment(part, width, tall, true)), {
    kind, height, colors, name: button.dataset.name, title: section.querySelector("h2").textContent.trim(), subtitle: `${element("balance").dataset.subtitle} · ${said(section)}`, legend: legends[id],
  });
  button.closest("details").open = false;
}

document.addEventListener("click", event => {
  const link = event.target.closest("a[data-choose]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) { event.preventDefault(); choose(link.dataset.choose, link.dataset.value, link); }
  const button = event.target.closest("button[data-act]");
  if (button?.dataset.act === "table") toggleTable(button);
  if (button?.dataset.act === "export") exportOf(button);
});

function redrawAll() {
  colors = readColors();
  for (const [id, part] of Object.entries(parts)) if (part.chart) draw(id);
}

function start() {
  colors = readColors();
  document.querySelectorAll(".acts.wide .seg [aria-current]").forEach(link => { link.parentNode.scrollLeft = link.offsetLeft - link.parentNode.offsetLeft - 40; });
  showLegend();
  showRange(data.heatmap);
  walk(element("balance"), parts.balance);
  walkCells(element("heatmap"), parts.heatmap);
  const watcher = new IntersectionObserver(entries => {
    for (const entry of entries.filter(one => one.isIntersecting)) { draw(entry.target.id.replace("chart-", "")); watcher.unobserve(entry.target); }
    window.__ready ??= performance.now();
  }, { rootMargin: "160px" });
  for (const id of Object.keys(parts)) if (element(id)) watcher.observe(element(id));
  new MutationObserver(redrawAll).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
  let waiting;
  addEventListener("resize", () => { clearTimeout(waiting); waiting = setTimeout(redrawAll, 120); });
  addEventListener("beforeprint", () => Object.keys(parts).forEach(draw));
}

if (data && element("balance")) document.fonts.ready.then(start); else window.__ready = performance.now();
