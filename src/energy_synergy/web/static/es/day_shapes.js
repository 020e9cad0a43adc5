/* A company's mean days by kind of day, each beside what a profile expects, all on one scale. */
import { isKnown, number, power, words } from "./format.js";
import { axis, base, isPhone, swatch, tip } from "./look.js";
import { QUARTERS, span, timeOf, walker } from "./panel_keys.js";

const HEAD = 26, FOOT = 24, LEFT = 46, GAP = 14, TALL = 190, LOW = 118;
const isColumn = width => width < 560;
/** The kinds of day that were measured; where none was, all of them. */
const panels = set => { const all = everyPanel(set), some = all.filter(panel => panel.days); return some.length ? some : all; };
const everyPanel = set => set.measured_kw.map((measured, kind) => ({ measured, expected: set.expected_kw[kind], days: set.days[kind], title: set.kind === "typical" ? words.typical_day : words.kinds[kind] }));
const heading = (set, panel) => set.kind === "typical" ? panel.title : panel.days ? `${panel.title} (${number(panel.days)})` : `${panel.title}: ${words.not_measured}`;

/** How high the element has to be: panels side by side, or one below the other where there is no room. */
export const daysHeight = (set, width) => isColumn(width) ? panels(set).length * (LOW + HEAD) + FOOT + 8 : TALL + HEAD + FOOT + 8;

function box(set, index, env, top) {
  const count = panels(set).length;
  if (isColumn(env.width)) return { left: LEFT, top: top + index * (LOW + HEAD) + HEAD, width: env.width - LEFT - GAP, height: LOW };
  const width = (env.width - LEFT) / count;
  return { left: LEFT + index * width, top: top + HEAD, width: width - GAP, height: TALL };
}

/** A round number that nothing passes. */
function ceiling(set) {
  const most = Math.max(1e-9, ...panels(set).flatMap(panel => [...panel.measured, ...panel.expected]).filter(isKnown)), unit = 10 ** Math.floor(Math.log10(most));
  return [1, 1.5, 2, 3, 4, 5, 6, 8, 10].map(step => step * unit).find(round => round >= most) ?? most;
}

const valueRows = (set, panel, quarter) => [[swatch(set.side, "line") + words.measured, power(panel.measured[quarter])], [swatch("grid", "dash") + words.profile, power(panel.expected[quarter])]];

/** The ECharts option of the days. */
export function daysOption(set, colors, env) {
  const all = panels(set), most = ceiling(set), top = env.isExport ? 90 : 0, boxes = all.map((_, index) => box(set, index, env, top)), inColumn = isColumn(env.width);
  const line = (index, name, data, color, width, type) => ({ name, type: "line", xAxisIndex: index, yAxisIndex: index, symbol: "none", data, itemStyle: { color }, lineStyle: { width, color, type }, emphasis: { disabled: true } });
  return {
    ...base(colors),
    title: all.map((panel, index) => ({ text: heading(set, panel), left: boxes[index].left, top: boxes[index].top - 22, padding: 0, textStyle: { color: panel.days ? colors.ink : colors.muted, fontSize: 12, fontWeight: 600, width: boxes[index].width, overflow: "truncate" } })),
    grid: boxes,
    xAxis: all.map((_, index) => axis(colors, { type: "category", gridIndex: index, boundaryGap: false, data: [...Array(QUARTERS).keys()], axisLabel: { show: !inColumn || index === all.length - 1, interval: i => i % (inColumn || all.length === 1 ? 12 : 24) === 0, formatter: i => timeOf(i), fontSize: 10.5 }, splitLine: { show: true, interval: i => i % 24 === 0, lineStyle: { color: colors.line } } })),
    yAxis: all.map((_, index) => axis(colors, { type: "value", gridIndex: index, min: 0, max: most, splitNumber: 3, axisLabel: { show: inColumn || index === 0, formatter: kw => number(kw, kw % 1 ? 1 : 0), fontSize: 10.5 }, splitLine: { lineStyle: { color: colors.line } } })),
    axisPointer: { label: { show: false }, lineStyle: { color: colors.muted, type: "dashed" } },
    tooltip: { ...base(colors).tooltip, trigger: "axis", formatter: items => { const first = [items].flat()[0], panel = all[first.axisIndex]; return tip(`${panel.title}, ${span(first.dataIndex)}`, valueRows(set, panel, first.dataIndex)); } },
    series: all.flatMap((panel, index) => [
      { ...line(index, words.measured, panel.measured, colors[set.side], 1.9, "solid"), areaStyle: { color: colors[set.side], opacity: .1 }, z: 3 },
      line(index, words.profile, panel.expected, colors.muted, 1.6, [5, 4]),
    ]),
  };
}

/** Reading by keyboard, a kind of day below the other. */
export const walkDays = walker(panels, (set, panel, quarter) => `${panel.title}, ${span(quarter)}: ${words.measured} ${power(panel.measured[quarter])}, ${words.profile} ${power(panel.expected[quarter])}`);
