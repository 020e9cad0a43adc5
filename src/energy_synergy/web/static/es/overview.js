/* The overview's charts, and what a visitor chooses in them: the view, hidden companies, bands or matrix. All of it is in the address. */
import { balanceOption, spoken } from "./balance.js";
import { walk } from "./balance_keys.js";
import { fillLegend } from "./companies.js";
import { flowsOption, hiddenBelow, isEmpty, matrixHeight } from "./flows.js";
import { data, words } from "./format.js";
import { heatmapOption, showRange, walkCells } from "./heatmap.js";
import { isPhone } from "./look.js";
import { stage } from "./stage.js";
import { keepZoom, timeEnvironment } from "./timeframe.js";

const element = id => document.getElementById(`chart-${id}`);
const chosen = { view: element("balance")?.dataset.view ?? "balance", flows: element("flows")?.dataset.flows ?? "flows", hide: new Set((element("balance")?.dataset.hide ?? "").split(",").filter(Boolean)) };
const isMatrix = () => chosen.flows === "matrix";

const balance = { option: balanceOption, data, window: [0, 100], height: 520, spoken: (chart, index) => spoken(chart, index, chosen),
  env: isExport => ({ ...chosen, ...timeEnvironment(balance, isExport) }), walk,
  begin: place => keepZoom(place, balance, one => ({ ...balance.env(false), width: one.clientWidth, height: one.clientHeight })) };
const heatmap = { option: heatmapOption, data: data?.heatmap, height: 480, walk: walkCells, legend: [["ramp-1", words.deficit], ["ramp-5", `${words.surplus} (+)`]] };
const flows = { option: flowsOption, data: data?.flows, env: () => chosen, shape: shapeFlows, height: () => isMatrix() ? matrixHeight(data.flows.names.length) + 84 : 620,
  legend: [["local", words.group], ["surplus", words.grid_export], ["deficit", words.grid_supply]] };

function shapeFlows(place) {
  place.style.height = isMatrix() ? `${matrixHeight(data.flows.names.length)}px` : "";
  place.style.minWidth = isMatrix() ? `${(isPhone() ? 128 : 176) + 26 * (data.flows.names.length + 1)}px` : "";
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
  if (chosen.view !== "balance" && place) fillLegend(place, data, chosen.view, chosen.hide, toggleCompany);
}

function toggleCompany(id) {
  if (!chosen.hide.delete(id)) chosen.hide.add(id);
  remember("hide", [...chosen.hide].sort().join(","));
  showLegend();
  drawn.draw("balance");
}

/** Write a choice into the address, and into every link, form and table that leads on from it. */
function remember(name, value) {
  const changed = href => { const url = new URL(href, location.href); if (value) url.searchParams.set(name, value); else url.searchParams.delete(name); return url.href.replaceAll("%2C", ","); };
  history.replaceState(null, "", changed(location.href));
  document.querySelectorAll("input[name=next]").forEach(next => { next.value = location.pathname + location.search; });
  document.querySelectorAll("a[data-keep], a[data-choose]").forEach(link => { if (link.dataset.choose !== name) link.href = changed(link.href); });
  document.querySelectorAll("form[data-keep]").forEach(form => keepInForm(form, name, value));
  document.querySelectorAll("[data-chart-table=balance]").forEach(table => renewTable(table, changed(table.getAttribute("hx-get"))));
}

function keepInForm(form, name, value) {
  const field = form.querySelector(`input[name="${name}"]`) ?? form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name }));
  field.value = value;
  field.disabled = !value;
}

/** A table asks for its rows once: after a change it has to ask again. */
function renewTable(table, address) {
  const fresh = table.cloneNode(false);
  fresh.setAttribute("hx-get", address);
  table.replaceWith(fresh);
  htmx.process(fresh);
  if (!fresh.hidden) htmx.trigger(fresh, "es:show");
}

function choose(name, value, link) {
  chosen[name] = value;
  link.parentNode.querySelectorAll("a").forEach(other => other.removeAttribute("aria-current"));
  link.setAttribute("aria-current", "true");
  remember(name, value);
  if (name === "view" && !element("balance").hidden) showLegend();
  drawn.draw(name === "view" ? "balance" : "flows");
}

document.addEventListener("click", event => {
  const link = event.target.closest("a[data-choose]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) { event.preventDefault(); choose(link.dataset.choose, link.dataset.value, link); }
  if (event.target.closest("button[data-act=table][data-chart=balance]") && !element("balance").hidden) showLegend();
});

let drawn;
function start() {
  document.querySelectorAll(".acts.wide .seg [aria-current]").forEach(link => { link.parentNode.scrollLeft = link.offsetLeft - link.parentNode.offsetLeft - 40; });
  showLegend();
  if (data.heatmap.rows.length) showRange(data.heatmap);
  drawn = stage({ balance, heatmap, flows, states: {} }, element("balance").dataset.subtitle);
}

if (data && element("balance")) document.fonts.ready.then(start); else window.__ready = performance.now();
