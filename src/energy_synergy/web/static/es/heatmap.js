/* When surplus and deficit fall: days or months by hour of the day. A plus marks surplus besides the colour. */
import { day, energy, fullMonth, isKnown, longDay, moment, month, number, weekday, words } from "./format.js";
import { axis, base, hatch, isDark, isPhone, swatch, tip } from "./look.js";

const ROOM_FOR_PLUS = 13;
const hourText = hour => `${String(hour).padStart(2, "0")}:00`;

const rowLabels = {
  date: (label, rows) => rows.length > 7 ? (isPhone() ? String(moment(label).getUTCDate()) : day(moment(label))) : weekday(moment(label)),
  month: label => month(moment(label)),
  typical: () => words.typical_day,
};
const rowTitles = { date: label => longDay(moment(label)), month: label => fullMonth(moment(label)), typical: () => words.typical_day };

const cellTitle = (map, row, hour) => `${rowTitles[map.row_kind](map.rows[row])}, ${hourText(hour)}–${hourText(hour + 1)}`;
const stateOf = value => value > 0 ? "surplus" : value < 0 ? "deficit" : "balanced";
const isIncomplete = (map, row, hour) => (map.incomplete ?? []).some(([r, h]) => r === row && h === hour);

function cellTip(map, row, hour) {
  const value = map.net_kwh[row][hour], state = stateOf(value), notes = isIncomplete(map, row, hour) ? [[`<i>${words.has_missing}</i>`, ""]] : [];
  if (!isKnown(value)) return tip(cellTitle(map, row, hour), [[words.nothing_known, ""]]);
  return tip(cellTitle(map, row, hour), [[swatch(state === "balanced" ? "local" : state, state === "surplus" ? "hatch" : "") + words[state], energy(Math.abs(value))], ...notes]);
}

/** One cell as a sentence for a screen reader. */
export function spokenCell(map, row, hour) {
  const value = map.net_kwh[row][hour];
  return `${cellTitle(map, row, hour)}: ${isKnown(value) ? `${words[stateOf(value)]} ${energy(Math.abs(value))}` : words.nothing_known}`;
}

export const largest = map => Math.max(1e-9, ...map.net_kwh.flat().filter(isKnown).map(Math.abs));

/** The ECharts option of the heatmap. */
export function heatmapOption(map, colors, env) {
  const rows = map.rows.length, most = largest(map), top = env.isExport ? 84 : 10, left = map.row_kind === "typical" ? (isPhone() ? 12 : 92) : rows > 7 && map.row_kind === "date" && !isPhone() ? 78 : 48;
  const cellWidth = (env.width - left - 12) / 24, cellHeight = (env.height - top - 30) / rows, hasPlus = Math.min(cellWidth, cellHeight) >= ROOM_FOR_PLUS;
  const cells = map.net_kwh.flatMap((line, row) => line.map((value, hour) => isKnown(value) ? [hour, row, value] : null).filter(Boolean));
  const gaps = map.net_kwh.flatMap((line, row) => line.map((value, hour) => isKnown(value) ? null : [hour, row]).filter(Boolean));
  return {
    ...base(colors),
    grid: { left, right: 12, top, bottom: 30 },
    xAxis: axis(colors, { type: "category", data: [...Array(24).keys()], axisLabel: { interval: i => i % (cellWidth < 22 ? 6 : 3) === 0, formatter: value => hourText(value), fontSize: 11, showMaxLabel: false }, axisLine: { show: false }, splitLine: { show: false } }),
    yAxis: axis(colors, { type: "category", inverse: true, data: [...Array(rows).keys()], axisLabel: { show: left > 12, color: colors.ink, fontSize: cellHeight < 14 ? 10 : 12, interval: cellHeight < 11 ? 1 : 0, formatter: row => rowLabels[map.row_kind](map.rows[row], map.rows) }, axisLine: { show: false }, splitLine: { show: false } }),
    visualMap: { show: false, min: -most, max: most, seriesIndex: 0, inRange: { color: [1, 2, 3, 4, 5].map(step => colors[`ramp-${step}`]) } },
    tooltip: { ...base(colors).tooltip, formatter: item => cellTip(map, item.value[1], item.value[0]) },
    series: [
      { type: "heatmap", data: cells, itemStyle: { borderColor: colors.card, borderWidth: cellHeight < 14 ? 1 : 2, borderRadius: 3 }, emphasis: { itemStyle: { borderColor: colors.ink, borderWidth: 2 } },
        label: { show: hasPlus, formatter: item => item.value[2] > 0 ? "+" : "", color: isDark() ? "rgba(255,255,255,.8)" : "rgba(60,35,0,.75)", fontSize: cellHeight < 17 ? 10 : 12, fontWeight: 600 } },
      { type: "custom", silent: true, data: gaps, encode: { x: 0, y: 1 }, tooltip: { show: false }, renderItem(_, api) {
        const [width, height] = api.size([1, 1]), [x, y] = api.coord([api.value(0), api.value(1)]);
        return { type: "rect", shape: { x: x - width / 2 + 1, y: y - height / 2 + 1, width: width - 2, height: height - 2, r: 3 }, style: { fill: hatch("", isDark() ? "rgba(159,176,195,.3)" : "rgba(91,102,117,.25)") } };
      } },
    ],
  };
}

/** Put the ends of the colour scale beside it. */
export function showRange(map) {
  const element = document.getElementById("heat-range");
  if (element) element.querySelectorAll("[data-end]").forEach(end => { end.textContent = `${number(largest(map), largest(map) < 10 ? 1 : 0)} kWh`; });
}

/** Make the heatmap's cells reachable with the arrow keys. */
export function walkCells(element, holder) {
  let row = null, hour = 0;
  const moves = { ArrowRight: () => { hour = Math.min(23, hour + 1); }, ArrowLeft: () => { hour = Math.max(0, hour - 1); }, ArrowDown: () => { row = Math.min(holder.data.rows.length - 1, row + 1); }, ArrowUp: () => { row = Math.max(0, row - 1); }, Home: () => { hour = 0; }, End: () => { hour = 23; } };
  element.addEventListener("keydown", event => {
    if (event.ctrlKey || event.altKey || event.metaKey || !holder.chart) return;
    if (event.key === "Escape") { holder.chart.dispatchAction({ type: "hideTip" }); row = null; return; }
    if (!moves[event.key]) return;
    event.preventDefault();
    if (row === null) { row = 0; hour = event.key === "End" ? 23 : 0; } else moves[event.key]();
    const [x, y] = holder.chart.convertToPixel({ xAxisIndex: 0, yAxisIndex: 0 }, [hour, row]);
    holder.chart.dispatchAction({ type: "showTip", x, y });
    document.getElementById("live").textContent = spokenCell(holder.data, row, hour);
  });
  element.addEventListener("blur", () => holder.chart?.dispatchAction({ type: "hideTip" }));
}
