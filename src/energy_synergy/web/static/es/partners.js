/* Partners: what each company gave to this one, to the right, and what it got from it, to the left. */
import { energy, number, words } from "./format.js";
import { axis, base, hatch, isPhone, swatch, tip } from "./look.js";
import { say } from "./stage.js";

const ROW = 34, ROOM = 54;

export const partnersHeight = partners => ROOM + ROW * partners.length;

/** The ECharts option of the partners. */
export function partnersOption(partners, colors, env) {
  const isNarrow = isPhone() && !env.isExport, left = isNarrow ? 104 : 170, top = env.isExport ? 96 : 8, most = Math.max(...partners.map(one => Math.max(one.received_kwh, one.given_kwh))), isLarge = most >= 10000;
  const unit = kwh => isLarge ? kwh / 1000 : kwh, label = place => ({ show: true, position: place, color: colors.ink, fontSize: 11.5, formatter: item => item.value ? energy(Math.abs(item.value) * (isLarge ? 1000 : 1)) : "" });
  const room = (isNarrow ? 1.75 : 1.28) * unit(most), hasGiven = partners.some(one => one.given_kwh > 0), hasReceived = partners.some(one => one.received_kwh > 0);
  return {
    ...base(colors),
    grid: { left, right: 24, top, bottom: 40 },
    xAxis: axis(colors, { type: "value", min: hasGiven ? -room : 0, max: hasReceived ? room : 0, splitNumber: isNarrow ? 2 : 4, name: isLarge ? "MWh" : "kWh", nameLocation: "middle", nameGap: 26, nameTextStyle: { color: colors.muted }, axisLabel: { showMinLabel: false, showMaxLabel: false, hideOverlap: true, formatter: value => number(Math.abs(value), Math.abs(value) < 10 && value % 1 ? 1 : 0) } }),
    yAxis: axis(colors, { type: "category", inverse: true, data: [...partners.keys()], axisLine: { show: false }, axisLabel: { color: colors.ink, fontSize: 12, width: left - 14, overflow: isNarrow ? "break" : "truncate", lineHeight: 13, formatter: place => partners[place].name } }),
    tooltip: { ...base(colors).tooltip, trigger: "axis", axisPointer: { type: "shadow", label: { show: false } }, formatter: items => { const one = partners[[items].flat()[0].dataIndex]; return tip(one.name, [[swatch("local") + words.received, energy(one.received_kwh)], [swatch("local", "hatch") + words.given, energy(one.given_kwh)]]); } },
    series: [
      { name: words.given, type: "bar", stack: "all", data: partners.map(one => -unit(one.given_kwh)), itemStyle: { color: hatch(colors.local, colors.card), opacity: .8 }, barMaxWidth: 16, label: label("left"), emphasis: { disabled: true } },
      { name: words.received, type: "bar", stack: "all", data: partners.map(one => unit(one.received_kwh)), itemStyle: { color: colors.local, opacity: .8 }, barMaxWidth: 16, label: label("right"), emphasis: { disabled: true } },
    ],
  };
}

/** Reading by keyboard: up and down walk the companies. */
export function walkPartners(place, part) {
  let at = null;
  const last = () => part.data.length - 1, moves = { ArrowDown: () => Math.min(last(), at + 1), ArrowUp: () => Math.max(0, at - 1), ArrowRight: () => Math.min(last(), at + 1), ArrowLeft: () => Math.max(0, at - 1), Home: () => 0, End: last };
  place.addEventListener("keydown", event => {
    if (event.ctrlKey || event.altKey || event.metaKey || !part.chart) return;
    if (event.key === "Escape") { at = null; part.chart.dispatchAction({ type: "hideTip" }); say(""); return; }
    if (!moves[event.key]) return;
    event.preventDefault();
    at = at === null ? (event.key === "End" ? last() : 0) : moves[event.key]();
    const one = part.data[at], [x, y] = part.chart.convertToPixel({ xAxisIndex: 0, yAxisIndex: 0 }, [0, at]);
    part.chart.dispatchAction({ type: "showTip", x: x + 1, y });
    say(`${one.name}: ${words.received} ${energy(one.received_kwh)}, ${words.given} ${energy(one.given_kwh)}`);
  });
  place.addEventListener("blur", () => part.chart?.dispatchAction({ type: "hideTip" }));
}
