/* What charts over time share: strands as areas, lines or bars, the axis of buckets with its zoom, runs drawn by hand. */
import { number, words } from "./format.js";
import { axis, base, hatch, isDark, isPhone } from "./look.js";
import { ticks } from "./ticks.js";

const MOST_BARS = 31;
const FEWEST_TO_ZOOM = 13;
const MOSTLY = 0.6;

/** Few sums of days or months are bars, whose width is their span; many values are a line. */
export const isBars = chart => chart.quantity === "energy" && chart.labels.length <= MOST_BARS;

/** Split a line into its certain and its estimated stretches; both meet in the estimated stretch's neighbours. */
function stretches(values, estimated, isDashed) {
  if (!isDashed) return [values, []];
  const near = i => estimated.has(i) || estimated.has(i - 1) || estimated.has(i + 1);
  return [values.map((value, i) => estimated.has(i) ? null : value), values.map((value, i) => near(i) ? value : null)];
}

/** A filled strand of a stack: an area, or bars where buckets are few; more says how its upper edge is drawn. */
export function strand(chart, name, stack, values, color, fill, more = {}) {
  if (isBars(chart)) return { name, type: "bar", stack, data: values, itemStyle: { color: fill.color ?? "transparent", opacity: fill.opacity }, barMaxWidth: 64, barGap: "8%", barCategoryGap: "28%", emphasis: { disabled: true } };
  return { name, type: "line", stack, symbol: "none", lineStyle: { width: 0, color, opacity: fill.opacity, ...more }, itemStyle: { color: typeof fill.color === "object" ? fill.color : color }, areaStyle: fill, data: values, emphasis: { disabled: true } };
}

export function line(name, values, color, width, z, type = "solid", more = {}) {
  return { name, type: "line", symbol: "none", z, data: values, itemStyle: { color }, lineStyle: { width, color, type }, emphasis: { disabled: true }, ...more };
}

/** A line whose estimated stretches are dashed, unless nearly all of it is estimated. */
export function lines(chart, measure, name, key, color, width, z) {
  const estimated = new Set(chart.estimated), isDashed = estimated.size > 0 && estimated.size < MOSTLY * chart.labels.length;
  const [certain, dashed] = stretches(chart[key].map(measure.of), estimated, isDashed);
  return [line(name, certain, color, width, z), ...isDashed ? [line(name, dashed, color, width, z, [5, 4])] : []];
}

/** The line of the period that this one is compared with, behind all others. */
export function ghost(chart, measure, name, key, color) {
  const isFew = isBars(chart);
  return chart.compared ? [line(`${name}, ${chart.compared.title}`, chart.compared[key].map(measure.of), color, 1.4, 3, [2, 3], isFew ? { symbol: "circle", symbolSize: 7, itemStyle: { color, opacity: .85 } } : { lineStyle: { width: 1.4, color, type: [2, 3], opacity: .85 } })] : [];
}

/** Rectangles over whole buckets, drawn by hand: a bar per bucket would leave hairlines, and runs may end inside one. */
export function bands(name, grid, spans, fill, roomForHatch = 9) {
  return { name, type: "custom", xAxisIndex: grid, yAxisIndex: grid, silent: true, clip: true, z: grid ? 2 : 1, encode: { x: 0, y: 1 }, data: spans.map(([from]) => [Math.floor(from), 1]), tooltip: { show: false },
    renderItem(params, api) {
      const [from, to, code] = spans[params.dataIndex], width = api.size([1, 0])[0], origin = api.coord([0, 0])[0] - width / 2, box = params.coordSys;
      const rect = echarts.graphic.clipRectByRect({ x: origin + from * width, y: box.y, width: Math.max(1, (to - from) * width + .3), height: box.height }, box);
      return rect && { type: "rect", shape: rect, style: { fill: fill(code, rect.width >= roomForHatch) } };
    } };
}

function missingSpans(chart) {
  const spans = [];
  for (const i of chart.missing) { if (spans.length && spans.at(-1)[1] === i) spans.at(-1)[1] = i + 1; else spans.push([i, i + 1]); }
  return spans;
}

function timeAxes(chart, colors, env, hasRibbon) {
  const found = ticks(chart, env.visible ?? chart.labels.length, env.width - 66), fill = chart.labels.map((_, i) => i);
  return [
    axis(colors, { type: "category", data: fill, axisLabel: { interval: i => found.labels.has(i), formatter: i => found.labels.get(Number(i)) ?? "", color: colors.ink, fontSize: 12, fontWeight: 550, hideOverlap: true, margin: 9 },
      axisLine: { onZero: false, lineStyle: { color: colors.line } }, splitLine: { show: true, interval: i => found.lines.has(i), lineStyle: { color: colors.line } } }),
    ...hasRibbon ? [{ type: "category", gridIndex: 1, data: fill, show: false, axisPointer: { show: true, label: { show: false } } }] : [],
  ];
}

function zoom(chart, colors, env, hasRibbon) {
  if (env.isExport || chart.labels.length < FEWEST_TO_ZOOM) return [];
  const shared = { xAxisIndex: hasRibbon ? [0, 1] : [0], start: env.window[0], end: env.window[1], filterMode: "none", minValueSpan: 8 };
  const inside = { type: "inside", ...shared, zoomOnMouseWheel: "ctrl", moveOnMouseWheel: false, moveOnMouseMove: !isPhone() };
  return [inside, { type: "slider", ...shared, height: 20, bottom: 10, left: 52, right: 14, borderColor: colors.line, fillerColor: "rgba(11,110,153,.10)", handleStyle: { color: colors.card, borderColor: "#0b6e99" }, moveHandleSize: 0,
    dataBackground: { lineStyle: { color: colors.grid, width: 1 }, areaStyle: { color: colors.soft, opacity: 1 } }, selectedDataBackground: { lineStyle: { color: colors.grid }, areaStyle: { color: colors.soft } },
    showDetail: false, brushSelect: false }];
}

/** The ECharts option of a chart over time; env says window, width, what is visible and whether it is for a file. */
export function timeOption(chart, colors, env, { measure, series, tooltip, ribbon = [] }) {
  const hasRibbon = ribbon.length > 0, hasSlider = !env.isExport && chart.labels.length >= FEWEST_TO_ZOOM;
  const bottom = 30 + (hasRibbon ? 30 : 0) + (hasSlider ? 36 : 8), top = env.isExport ? 96 : 28;
  return {
    ...base(colors),
    axisPointer: { link: [{ xAxisIndex: "all" }], label: { show: false }, type: isBars(chart) ? "shadow" : "line", lineStyle: { color: colors.muted, type: "dashed" } },
    grid: [{ left: 52, right: 14, top, bottom }, ...hasRibbon ? [{ left: 52, right: 14, height: 14, bottom: bottom - 44 }] : []],
    xAxis: timeAxes(chart, colors, env, hasRibbon),
    yAxis: [axis(colors, { type: "value", name: measure.unit, nameTextStyle: { color: colors.muted, align: "right", padding: [0, 6, 0, 0] }, nameGap: 8, axisLabel: { formatter: value => number(Math.abs(value), value % 1 ? 1 : 0) }, axisLine: { show: false } }), ...hasRibbon ? [{ type: "value", gridIndex: 1, show: false, min: 0, max: 1 }] : []],
    dataZoom: zoom(chart, colors, env, hasRibbon),
    tooltip: { ...base(colors).tooltip, trigger: "axis", formatter: params => tooltip([params].flat()[0].dataIndex) },
    series: [...series, bands(words.missing, 0, missingSpans(chart), () => hatch("", isDark() ? "rgba(159,176,195,.35)" : "rgba(91,102,117,.28)")), ...ribbon],
  };
}

/** Keep the window of a chart that was zoomed, and give the axis the labels that suit what is visible now. */
export function keepZoom(place, part, environment) {
  part.chart.on("datazoom", () => {
    const { start, end } = part.chart.getOption().dataZoom[0], wasWide = part.window[1] - part.window[0];
    part.window = [start, end];
    if (Math.abs(wasWide - (end - start)) >= .01) part.chart.setOption({ xAxis: part.option(part.data, part.colors(), environment(place)).xAxis });
  });
}

/** What a chart over time knows of its surroundings: its window in percent and how many buckets lie in it. */
export function timeEnvironment(part, isExport) {
  const [from, to] = isExport ? [0, 100] : part.window;
  return { window: part.window, visible: Math.max(2, Math.round(part.data.labels.length * (to - from) / 100)) };
}
