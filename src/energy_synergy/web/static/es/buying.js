/* When a company buys: mean energy by day of the week and hour, the deeper the more. */
import { energy, isKnown, number, words } from "./format.js";
import { axis, base, hatch, isDark, isPhone, swatch, tip } from "./look.js";
import { say } from "./stage.js";

const HOURS = 24;
const hourText = hour => `${String(hour).padStart(2, "0")}:00`;
const rowName = day => day === null ? words.typical_day : words.weekdays[day];
const cellTitle = (map, row, hour) => `${rowName(map.rows[row])}, ${hourText(hour)}–${hourText(hour + 1)}`;
const what = map => map.is_told ? words.bought : words.lacking;
const largest = map => Math.max(1e-9, ...map.energy_kwh.flat().filter(isKnown));

function cellTip(map, row, hour) {
  const value = map.energy_kwh[row][hour];
  return tip(cellTitle(map, row, hour), [isKnown(value) ? [swatch("deficit") + `${what(map)}, ${words.mean_by_hour}`, energy(value)] : [words.nothing_known, ""]]);
}

/** How high the element has to be for so many days. */
export const buyingHeight = map => 40 + (map.rows.length > 1 ? 41 : 64) * map.rows.length;

/** The ECharts option of the map. */
export function buyingOption(map, colors, env) {
  const top = env.isExport ? 84 : 10, left = map.rows[0] === null ? 92 : isPhone() && !env.isExport ? 44 : 92, cellWidth = (env.width - left - 12) / HOURS, most = largest(map);
  const cells = map.energy_kwh.flatMap((line, row) => line.map((value, hour) => isKnown(value) ? [hour, row, value] : null).filter(Boolean));
  const gaps = map.energy_kwh.flatMap((line, row) => line.map((value, hour) => isKnown(value) ? null : [hour, row]).filter(Boolean));
  const name = row => isPhone() && !env.isExport && map.rows[row] !== null ? rowName(map.rows[row]).slice(0, 3) : rowName(map.rows[row]);
  return {
    ...base(colors),
    grid: { left, right: 12, top, bottom: 30 },
    xAxis: axis(colors, { type: "category", data: [...Array(HOURS).keys()], axisLabel: { interval: i => i % (cellWidth < 22 ? 6 : 3) === 0, formatter: value => hourText(value), fontSize: 11, showMaxLabel: false }, axisLine: { show: false }, splitLine: { show: false } }),
    yAxis: axis(colors, { type: "category", inverse: true, data: [...map.rows.keys()], axisLabel: { color: colors.ink, fontSize: 12, interval: 0, formatter: row => name(row) }, axisLine: { show: false }, splitLine: { show: false } }),
    visualMap: { show: false, min: 0, max: most, seriesIndex: 0, inRange: { color: [colors.soft, colors["ramp-2"], colors["ramp-1"]] } },
    tooltip: { ...base(colors).tooltip, formatter: item => cellTip(map, item.value[1], item.value[0]) },
    series: [
      { type: "heatmap", data: cells, itemStyle: { borderColor: colors.card, borderWidth: 2, borderRadius: 3 }, emphasis: { itemStyle: { borderColor: colors.ink, borderWidth: 2 } } },
      { type: "custom", silent: true, data: gaps, encode: { x: 0, y: 1 }, tooltip: { show: false }, renderItem(_, api) {
        const [width, height] = api.size([1, 1]), [x, y] = api.coord([api.value(0), api.value(1)]);
        return { type: "rect", shape: { x: x - width / 2 + 1, y: y - height / 2 + 1, width: width - 2, height: height - 2, r: 3 }, style: { fill: hatch("", isDark() ? "rgba(159,176,195,.3)" : "rgba(91,102,117,.25)") } };
      } },
    ],
  };
}

/** Put the end of the colour scale beside it. */
export function showBuyingRange(map) {
  document.querySelectorAll("#buying-range [data-end]").forEach(end => { end.textContent = `${number(largest(map), largest(map) < 10 ? 1 : 0)}\u00a0kWh`; });
}

/** Make the cells reachable with the arrow keys. */
export function walkBuying(place, part) {
  let row = null, hour = 0;
  const last = () => part.data.rows.length - 1;
  const moves = { ArrowRight: () => { hour = Math.min(HOURS - 1, hour + 1); }, ArrowLeft: () => { hour = Math.max(0, hour - 1); }, ArrowDown: () => { row = Math.min(last(), row + 1); }, ArrowUp: () => { row = Math.max(0, row - 1); }, Home: () => { hour = 0; }, End: () => { hour = HOURS - 1; } };
  place.addEventListener("keydown", event => {
    if (event.ctrlKey || event.altKey || event.metaKey || !part.chart) return;
    if (event.key === "Escape") { row = null; part.chart.dispatchAction({ type: "hideTip" }); say(""); return; }
    if (!moves[event.key]) return;
    event.preventDefault();
    if (row === null) { row = 0; hour = event.key === "End" ? HOURS - 1 : 0; } else moves[event.key]();
    const [x, y] = part.chart.convertToPixel({ xAxisIndex: 0, yAxisIndex: 0 }, [hour, row]), value = part.data.energy_kwh[row][hour];
    part.chart.dispatchAction({ type: "showTip", x, y });
    say(`${cellTitle(part.data, row, hour)}: ${isKnown(value) ? `${what(part.data)} ${energy(value)}` : words.nothing_known}`);
  });
  place.addEventListener("blur", () => part.chart?.dispatchAction({ type: "hideTip" }));
}
