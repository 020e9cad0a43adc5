/* Who traded with whom: sellers in rows, buyers in columns, the deeper the more; a cell leads to its quarters of an hour. */
import { energy, number, words } from "./format.js";
import { axis, base, isDark, isPhone, tip } from "./look.js";
import { say } from "./stage.js";

const sum = values => values.reduce((total, value) => total + (value ?? 0), 0);
const money = value => `${number(value, 2)}\u00a0${words.currency}`;

/** The sellers and buyers that traded: rows and columns of nothing say nothing. */
export function tradersOf(matrix) {
  const all = matrix.names.map((_, i) => i);
  return { sellers: all.filter(i => sum(matrix.kwh[i]) > 0), buyers: all.filter(j => sum(matrix.kwh.map(row => row[j])) > 0) };
}

export const matrixTall = matrix => { const { sellers } = tradersOf(matrix); return 110 + sellers.length * (sellers.length > 20 ? 24 : 40); };
const least = matrix => (isPhone() ? 128 : 176) + 30 * tradersOf(matrix).buyers.length;
export const shapeMatrix = place => part => { place.style.minWidth = `${least(part.data)}px`; };

const told = (matrix, seller, buyer) => [[words.energy, energy(matrix.kwh[seller][buyer])], [words.paid, money(matrix.amounts[seller][buyer])]];
const title = (matrix, seller, buyer) => words.sells_to.replace("{seller}", matrix.names[seller]).replace("{buyer}", matrix.names[buyer]);

/** The ECharts option of the matrix. */
export function matrixOption(matrix, colors, env) {
  const { sellers, buyers } = tradersOf(matrix), values = env.measure === "amount" ? matrix.amounts : matrix.kwh;
  const left = isPhone() ? 112 : 170, width = (env.width - left - 16) / Math.max(1, buyers.length), isWide = width >= 84, top = (env.isExport ? 84 : 10) + (isWide ? 40 : 100);
  const cells = sellers.flatMap((seller, row) => buyers.map((buyer, column) => [column, row, values[seller][buyer], seller, buyer])).filter(cell => cell[2]);
  const most = Math.max(1e-9, ...cells.map(cell => Math.abs(cell[2]))), isLarge = env.measure !== "amount" && most >= 10000;
  const text = value => number(isLarge ? value / 1000 : value, isLarge || most < 100 ? 1 : 0), onDeep = isDark() ? "#0f1824" : colors.ink;
  const unit = { type: "text", silent: true, left: 4, top: top - 22, style: { text: env.measure === "amount" ? words.currency : isLarge ? "MWh" : "kWh", fill: colors.muted, font: "600 12px Inter, system-ui, sans-serif" } };
  const label = (names, extra) => ({ color: colors.ink, interval: 0, formatter: index => matrix.names[names[index]] ?? "", ...extra });
  return {
    ...base(colors),
    graphic: [unit],
    grid: { left, right: 16, top, bottom: 12 },
    xAxis: axis(colors, { type: "category", position: "top", data: buyers.map((_, i) => i), axisLabel: label(buyers, { rotate: isWide ? 0 : 50, fontSize: buyers.length > 20 ? 10 : 11.5, width: isWide ? width - 6 : 104, overflow: isWide ? "break" : "truncate", lineHeight: 14 }), splitLine: { show: false }, axisLine: { show: false } }),
    yAxis: axis(colors, { type: "category", inverse: true, data: sellers.map((_, i) => i), axisLabel: label(sellers, { fontSize: 12, width: left - 14, overflow: "truncate" }), splitLine: { show: false }, axisLine: { show: false } }),
    tooltip: { ...base(colors).tooltip, formatter: item => { const [, , , seller, buyer] = item.value; return tip(title(matrix, seller, buyer), told(matrix, seller, buyer)); } },
    series: [{ type: "custom", encode: { x: 0, y: 1 }, data: cells, renderItem: (_, api) => cell(api, { colors, most, text, onDeep, hasText: width >= 40 }) }],
  };
}

function cell(api, look) {
  const [width, height] = api.size([1, 1]), [x, y] = api.coord([api.value(0), api.value(1)]), value = api.value(2), depth = .16 + .84 * Math.abs(value) / look.most;
  const rect = { type: "rect", shape: { x: x - width / 2 + 1.5, y: y - height / 2 + 1.5, width: width - 3, height: height - 3, r: 4 }, style: { fill: look.colors.local, opacity: depth * .75 } };
  const text = { type: "text", silent: true, style: { text: look.text(value), x, y, align: "center", verticalAlign: "middle", fill: depth > .6 ? look.onDeep : look.colors.ink, font: "500 11.5px Inter, system-ui, sans-serif" } };
  return { type: "group", children: look.hasText ? [rect, text] : [rect] };
}

/** Lead from a cell to its quarters of an hour; those of companies that are seen as one have none. */
function open(place, matrix, seller, buyer) {
  if (!matrix.ids[seller] || !matrix.ids[buyer]) return;
  const address = new URL(place.dataset.href, location.href);
  address.searchParams.set("seller", matrix.ids[seller]);
  address.searchParams.set("buyer", matrix.ids[buyer]);
  location.assign(address.href);
}

/** A click on a cell opens it. */
export const openCells = (place, part) => part.chart.on("click", item => open(place, part.data, item.value[3], item.value[4]));

/** Reading by keyboard: arrows walk the cells, Enter opens one, Escape leaves. */
export function walkMatrix(place, part) {
  let at = null;
  const { sellers, buyers } = tradersOf(part.data);
  const moved = (row, column) => [Math.max(0, Math.min(sellers.length - 1, row)), Math.max(0, Math.min(buyers.length - 1, column))];
  const moves = { ArrowRight: ([row, column]) => moved(row, column + 1), ArrowLeft: ([row, column]) => moved(row, column - 1), ArrowDown: ([row, column]) => moved(row + 1, column), ArrowUp: ([row, column]) => moved(row - 1, column), Home: ([row]) => [row, 0], End: ([row]) => [row, buyers.length - 1] };
  place.addEventListener("keydown", event => {
    if (event.ctrlKey || event.altKey || event.metaKey || !part.chart) return;
    if (event.key === "Escape") { at = null; part.chart.dispatchAction({ type: "hideTip" }); say(""); return; }
    if (event.key === "Enter" && at) { open(place, part.data, sellers[at[0]], buyers[at[1]]); return; }
    if (!moves[event.key]) return;
    event.preventDefault();
    at = at === null ? [0, 0] : moves[event.key](at);
    const [seller, buyer] = [sellers[at[0]], buyers[at[1]]], [x, y] = part.chart.convertToPixel({ xAxisIndex: 0, yAxisIndex: 0 }, [at[1], at[0]]);
    part.chart.dispatchAction({ type: "showTip", x, y });
    say(`${title(part.data, seller, buyer)}: ${told(part.data, seller, buyer).map(([label, value]) => `${label} ${value}`).join(", ")}`);
  });
  place.addEventListener("blur", () => part.chart?.dispatchAction({ type: "hideTip" }));
}
