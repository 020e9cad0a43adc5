/* What all charts share: colours from the style sheet, the hatch, axes, tooltips, names of companies. */
import { escape } from "./format.js";

const NAMES = ["production", "consumption", "local", "surplus", "deficit", "grid", "ink", "muted", "line", "card", "soft", "gap", "hatch-chart",
  "ramp-1", "ramp-2", "ramp-3", "ramp-4", "ramp-5", "given-0", "given-1", "given-2", ...[...Array(10).keys()].map(i => `m${i}`)];
const MEMBER_COLORS = 9;
export const OTHERS = 9;

/** The colours of the theme in use; read again whenever the theme changes. */
export function readColors() {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(NAMES.map(name => [name, style.getPropertyValue(`--es-${name}`).trim()]));
}
export const isDark = () => document.documentElement.dataset.bsTheme === "dark";
export const isPhone = () => innerWidth < 700;

/** A fill of diagonal strokes, so that a surplus is known without its colour; library decals do not reach areas. */
export function hatch(color, stroke) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 8;
  const pen = tile.getContext("2d");
  if (color) { pen.fillStyle = color; pen.fillRect(0, 0, 8, 8); }
  pen.strokeStyle = stroke;
  pen.lineWidth = 1.4;
  pen.beginPath();
  for (const offset of [-8, 0, 8]) { pen.moveTo(offset - 1, 9); pen.lineTo(offset + 9, -1); }
  pen.stroke();
  return { image: tile, repeat: "repeat" };
}

export const memberKey = colorIndex => `m${colorIndex % MEMBER_COLORS}`;
export const swatch = (name, kind = "") => `<span class="sw ${kind} sw-${name}"></span>`;
/** A tooltip as a small table; labels hold markup of ours, so names of companies come in escaped. */
export const tip = (title, rows) => `<div class="tip"><b>${escape(title)}</b><table>${rows.map(([label, value]) => `<tr><td>${label}</td><td>${escape(value)}</td></tr>`).join("")}</table></div>`;

export function base(colors) {
  return {
    animation: false,
    textStyle: { fontFamily: 'Inter, system-ui, sans-serif', color: colors.ink },
    tooltip: { confine: true, backgroundColor: colors.card, borderColor: colors.line, padding: [8, 12], textStyle: { color: colors.ink, fontSize: 12.5 }, transitionDuration: 0 },
  };
}
export const axis = (colors, extra) => ({ axisLine: { lineStyle: { color: colors.line } }, axisTick: { show: false }, splitLine: { lineStyle: { color: colors.line } }, ...extra, axisLabel: { color: colors.muted, fontSize: 11.5, ...extra.axisLabel } });
