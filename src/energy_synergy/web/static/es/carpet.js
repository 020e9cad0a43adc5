/* The carpet: net power by day and time of the day. Surplus is hatched besides its colour; gaps are hatched in grey. */
import { dateOfMonth, day, isKnown, longDay, moment, month, number, power, words } from "./format.js";
import { axis, base, hatch, isDark, swatch, tip } from "./look.js";
import { say } from "./stage.js";

const DAY_MINUTES = 1440;
const MOST_NAMED_DAYS = 10;
const clockOf = minutes => `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
const stateOf = kw => kw > 0 ? "surplus" : kw < 0 ? "deficit" : "balanced";
const columns = map => DAY_MINUTES / map.step_minutes;
const isTwice = (map, row, column) => (map.twice ?? []).some(([r, c]) => r === row && c === column);
const isSkipped = (map, row, column) => (map.skipped ?? []).some(([r, c]) => r === row && c === column);
export const largestPower = map => Math.max(1e-9, ...map.net_kw.map(row => row.reduce((most, kw) => Math.max(most, Math.abs(kw ?? 0)), 0)));

const title = (map, row, column) => `${longDay(moment(map.dates[row]))}, ${clockOf(column * map.step_minutes)}–${clockOf((column + 1) * map.step_minutes)}`;
const nothing = (map, row, column) => isSkipped(map, row, column) ? words.clock_skips : words.nothing_known;

function cellTip(map, row, column) {
  const kw = map.net_kw[row][column], state = stateOf(kw);
  if (!isKnown(kw)) return tip(title(map, row, column), [[nothing(map, row, column), ""]]);
  const notes = isTwice(map, row, column) ? [[`<i>${words.clock_repeats}</i>`, ""]] : [];
  return tip(title(map, row, column), [[swatch(state === "balanced" ? "local" : state, state === "surplus" ? "hatch" : "") + words[state], power(kw)], ...notes]);
}

/** One cell as a sentence for a screen reader. */
export function spokenCell(map, row, column) {
  const kw = map.net_kw[row][column];
  return `${title(map, row, column)}: ${isKnown(kw) ? `${words[stateOf(kw)]} ${power(kw)}` : nothing(map, row, column)}`;
}

/** Runs of cells of a day for which a test holds: [row, first column, end]. */
function runs(map, holds) {
  return map.net_kw.flatMap((line, row) => {
    const found = [];
    line.forEach((kw, column) => { if (!holds(kw)) return; if (found.at(-1)?.[2] === column) found.at(-1)[2] = column + 1; else found.push([row, column, column + 1]); });
    return found;
  });
}

function overlay(found, fill) {
  return { type: "custom", silent: true, tooltip: { show: false }, clip: true, encode: { x: 0, y: 1 }, z: 3, progressive: 0, data: found,
    renderItem(_, api) {
      const [width, height] = api.size([1, 1]), [x, y] = api.coord([api.value(0), api.value(1)]), count = api.value(2) - api.value(1);
      return { type: "rect", shape: { x: x - width / 2, y: y - height / 2, width, height: height * count }, style: { fill } };
    } };
}

function dayTicks(map, width) {
  const dates = map.dates.map(moment), labels = new Map();
  if (dates.length <= MOST_NAMED_DAYS) dates.forEach((date, i) => labels.set(i, width / dates.length < 74 ? dateOfMonth(date) : day(date)));
  else if (dates.length <= 62) dates.forEach((date, i) => { if ((date.getUTCDate() - 1) % 5 === 0 && date.getUTCDate() < 30) labels.set(i, dateOfMonth(date)); });
  else dates.forEach((date, i) => { if (date.getUTCDate() === 15) labels.set(i, month(date)); });
  const lines = new Set(dates.length > 62 ? dates.map((date, i) => date.getUTCDate() === 1 ? i : -1) : []);
  return { labels, lines };
}

/** The ECharts option of the carpet: days to the right, the hours of the day downwards. */
export function carpetOption(map, colors, env) {
  const count = columns(map), most = largestPower(map), found = dayTicks(map, env.width), every = 180 / map.step_minutes;
  const cells = map.net_kw.flatMap((line, row) => line.flatMap((kw, column) => isKnown(kw) ? [[row, column, kw]] : []));
  return {
    ...base(colors),
    grid: { left: 52, right: 14, top: env.isExport ? 92 : 12, bottom: 30 },
    xAxis: axis(colors, { type: "category", data: map.dates.map((_, i) => i), axisLabel: { color: colors.ink, interval: i => found.labels.has(i), formatter: i => found.labels.get(Number(i)) ?? "", hideOverlap: true }, axisLine: { show: false }, splitArea: { show: false }, splitLine: { show: found.lines.size > 0, interval: i => found.lines.has(i), lineStyle: { color: colors.ink, opacity: .25 } }, z: 5 }),
    yAxis: axis(colors, { type: "category", inverse: true, data: [...Array(count).keys()], axisLabel: { interval: i => i % every === 0, formatter: i => clockOf(i * map.step_minutes) }, axisLine: { show: false }, splitLine: { show: false } }),
    visualMap: { show: false, min: -most, max: most, seriesIndex: 0, inRange: { color: [1, 2, 3, 4, 5].map(step => colors[`ramp-${step}`]) } },
    tooltip: { ...base(colors).tooltip, formatter: item => cellTip(map, item.value[0], item.value[1]) },
    series: [
      { type: "heatmap", data: cells, progressive: 0, emphasis: { itemStyle: { borderColor: colors.ink, borderWidth: 1.5 } } },
      overlay(runs(map, kw => kw > 0), hatch("", isDark() ? "rgba(255,255,255,.28)" : "rgba(90,50,0,.3)")),
      overlay(runs(map, kw => !isKnown(kw)), hatch("", isDark() ? "rgba(159,176,195,.35)" : "rgba(91,102,117,.28)")),
    ],
  };
}

/** Put the ends of the colour scale beside it. */
export function showPowerRange(map) {
  document.querySelectorAll("#carpet-range [data-end]").forEach(end => { end.textContent = `${number(largestPower(map), largestPower(map) < 10 ? 1 : 0)}\u00a0kW`; });
}

/** A click on a cell, or Enter, opens its day; the address of the day is the element's `data-day` with the date put in. */
export function openDays(place, part) {
  part.chart.on("click", item => { if (item.seriesType === "heatmap") openDay(place, part.data.dates[item.value[0]]); });
}
const openDay = (place, date) => { location.href = place.dataset.day.replace("DATE", date); };

/** Reading by keyboard: arrows walk days and times, Shift takes a week or three hours, Escape leaves. */
export function walkCarpet(place, part) {
  let row = null, column = 0;
  const bound = (value, most) => Math.max(0, Math.min(most, value)), lastDay = () => part.data.dates.length - 1, lastColumn = () => columns(part.data) - 1, hours = big => big ? 180 / part.data.step_minutes : 1;
  const moves = {
    ArrowRight: big => { row = bound(row + (big ? 7 : 1), lastDay()); }, ArrowLeft: big => { row = bound(row - (big ? 7 : 1), lastDay()); },
    ArrowDown: big => { column = bound(column + hours(big), lastColumn()); }, ArrowUp: big => { column = bound(column - hours(big), lastColumn()); },
    Home: () => { row = 0; }, End: () => { row = lastDay(); },
  };
  place.addEventListener("keydown", event => {
    if (event.ctrlKey || event.altKey || event.metaKey || !part.chart) return;
    if (event.key === "Escape") { row = null; part.chart.dispatchAction({ type: "hideTip" }); say(""); return; }
    if (event.key === "Enter" && row !== null) openDay(place, part.data.dates[row]);
    if (!moves[event.key]) return;
    event.preventDefault();
    if (row === null) { row = event.key === "End" ? lastDay() : 0; column = 0; } else moves[event.key](event.shiftKey);
    const [x, y] = part.chart.convertToPixel({ xAxisIndex: 0, yAxisIndex: 0 }, [row, column]);
    part.chart.dispatchAction({ type: "showTip", x, y });
    say(spokenCell(part.data, row, column));
  });
  place.addEventListener("blur", () => part.chart?.dispatchAction({ type: "hideTip" }));
}
