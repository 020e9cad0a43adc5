/* Mean days side by side: seasons in rows, days of the week in columns, all on one scale. */
import { isKnown, number, power, words } from "./format.js";
import { axis, base, hatch, isDark, isPhone, swatch, tip } from "./look.js";
import { QUARTERS, span, timeOf, walker } from "./panel_keys.js";

const HEAD = 34, FOOT = 24, LEFT = 46, GAP = 14, TALL = 124;
const panels = set => set.seasons.flatMap((season, row) => set.days.map((day, column) => ({ row, column, ...set.panels[row][column] })));
const panelTitle = (set, panel) => `${set.days[panel.column]}, ${set.seasons[panel.row]}`;
const stateOf = kw => kw > 0 ? "surplus" : kw < 0 ? "deficit" : "balanced";

/** How high the element has to be for so many seasons. */
export const multiplesHeight = set => set.seasons.length * (TALL + HEAD) + FOOT + 8;

function tipOf(set, panel, quarter) {
  const produced = panel.production_kw[quarter], consumed = panel.consumption_kw[quarter];
  if (!isKnown(produced)) return tip(`${panelTitle(set, panel)}, ${span(quarter)}`, [[words.nothing_known, ""]]);
  const net = produced - consumed, state = stateOf(net);
  return tip(`${panelTitle(set, panel)}, ${span(quarter)}`, [
    [swatch("production", "line") + words.production, power(produced)], [swatch("consumption", "line") + words.consumption, power(consumed)],
    [swatch(state === "balanced" ? "local" : state, state === "surplus" ? "hatch" : "") + words[state], power(net)], [words.mean_of_days, number(panel.days)],
  ]);
}

/** One quarter of a mean day as a sentence for a screen reader. */
export function spokenQuarter(set, panel, quarter) {
  const produced = panel.production_kw[quarter], consumed = panel.consumption_kw[quarter], where = `${panelTitle(set, panel)}, ${span(quarter)}`;
  if (!isKnown(produced)) return `${where}: ${words.nothing_known}`;
  return `${where}: ${words.production} ${power(produced)}, ${words.consumption} ${power(consumed)}, ${words[stateOf(produced - consumed)]} ${power(produced - consumed)}`;
}

function series(panel, index, colors) {
  const pairs = panel.production_kw.map((produced, i) => [produced, panel.consumption_kw[i]]), of = take => pairs.map(([p, c]) => isKnown(p) ? take(p, c) : null);
  const area = (name, stack, data, fill, color) => ({ name, type: "line", xAxisIndex: index, yAxisIndex: index, stack: `${stack}${index}`, symbol: "none", silent: true, lineStyle: { width: 0 }, itemStyle: { color }, areaStyle: fill, data, emphasis: { disabled: true } });
  const line = (name, data, color, width, z) => ({ name, type: "line", xAxisIndex: index, yAxisIndex: index, symbol: "none", z, data, itemStyle: { color }, lineStyle: { width, color }, emphasis: { disabled: true } });
  const local = of(Math.min);
  return [
    area(words.local, "p", local, { color: colors.local, opacity: isDark() ? .5 : .42 }, colors.local),
    area(words.surplus, "p", of((p, c) => Math.max(0, p - c)), { color: hatch(colors.surplus, colors["hatch-chart"]), opacity: 1 }, colors.surplus),
    area("", "c", local, { color: colors.local, opacity: 0 }, colors.local),
    area(words.deficit, "c", of((p, c) => Math.max(0, c - p)), { color: colors.deficit, opacity: isDark() ? .45 : .38 }, colors.deficit),
    line(words.production, of(p => p), colors.production, 1.3, 4),
    line(words.consumption, of((_, c) => c), colors.consumption, 1.7, 5),
  ];
}

/** Where a panel lies: room for its title above it. */
function box(panel, set, env, top) {
  const width = (env.width - LEFT - GAP) / set.days.length;
  return { left: LEFT + panel.column * width, top: top + panel.row * (TALL + HEAD) + HEAD, width: width - GAP, height: TALL };
}

function axes(panel, index, set, colors, scale) {
  const isLeft = panel.column === 0, isLow = panel.row === set.seasons.length - 1;
  return {
    x: axis(colors, { type: "category", gridIndex: index, boundaryGap: false, data: [...Array(QUARTERS).keys()], axisLabel: { show: isLow, interval: i => i % 24 === 0 && (set.days.length < 5 || i % 48 === 0), formatter: i => timeOf(i), fontSize: 10.5 }, splitLine: { show: true, interval: i => i % 24 === 0, lineStyle: { color: colors.line } } }),
    y: axis(colors, { type: "value", gridIndex: index, min: 0, ...scale, axisLabel: { show: isLeft, formatter: kw => number(kw, scale.interval < 1 ? 2 : scale.interval % 1 ? 1 : 0), fontSize: 10.5, showMinLabel: true }, splitLine: { lineStyle: { color: colors.line } } }),
  };
}

/** A round number that no mean of any panel passes, and the steps of its axis. */
function scaleOf(set) {
  const most = Math.max(1e-9, ...panels(set).flatMap(panel => [...panel.production_kw, ...panel.consumption_kw]).filter(isKnown)), unit = 10 ** Math.floor(Math.log10(most));
  const [top, steps] = [[1, 4], [1.2, 3], [1.5, 3], [2, 4], [2.5, 5], [3, 3], [4, 4], [5, 5], [6, 3], [8, 4], [10, 5]].find(([round]) => round * unit >= most) ?? [10, 5];
  return { max: top * unit, interval: top * unit / steps };
}

/** The ECharts option of the small multiples. */
export function multiplesOption(set, colors, env) {
  const all = panels(set), scale = scaleOf(set), top = env.isExport ? 90 : 0, found = all.map((panel, index) => axes(panel, index, set, colors, scale));
  const text = panel => panel.days ? `${set.days[panel.column]} · ${set.seasons[panel.row]}` : `${set.days[panel.column]} · ${words.no_such_day}`;
  const narrow = isPhone() || set.days.length > 3;
  return {
    ...base(colors),
    title: all.map(panel => { const at = box(panel, set, env, top); return { text: text(panel), left: at.left, top: at.top - 20, padding: 0, textStyle: { color: panel.days ? colors.ink : colors.muted, fontSize: narrow ? 10.5 : 12, fontWeight: 600, width: at.width, overflow: "truncate" } }; }),
    grid: all.map(panel => box(panel, set, env, top)),
    xAxis: found.map(one => one.x),
    yAxis: found.map(one => one.y),
    axisPointer: { label: { show: false }, lineStyle: { color: colors.muted, type: "dashed" } },
    tooltip: { ...base(colors).tooltip, trigger: "axis", formatter: params => { const first = [params].flat()[0]; return tipOf(set, all[first.axisIndex], first.dataIndex); } },
    series: all.flatMap((panel, index) => series(panel, index, colors)),
  };
}

/** Reading by keyboard, a panel beside and below the other. */
export const walkPanels = walker(panels, (set, panel, quarter) => `${spokenQuarter(set, panel, quarter)}${panel.days ? `, ${words.mean_of_days} ${number(panel.days)}` : ""}`);
