/* The drawing of a day: a handle for each hour or quarter, moved by mouse, finger or keys. Sized from its container. */
import { isKnown, number, words } from "./format.js";
import { atLevel, HOURS, QUARTERS, UNITS } from "./profile_curve.js";

const SVG = "http://www.w3.org/2000/svg";
const LEFT = 50, RIGHT = 24, TOP = 30, BOTTOM = 32, REACH = 22, NARROW = 560;
const STEPS = [.001, .002, .005, .01, .02, .05, .1, .2, .5, 1], LEAST_TOP = .08, STEP = .002, BIG_STEP = .01;
const two = value => String(value).padStart(2, "0");
export const timeOf = (index, level) => level === HOURS ? `${two(index)}:00` : `${two(Math.floor(index / 4))}:${two(index % 4 * 15)}`;
const perHour = level => level === QUARTERS ? 4 : 1;

function make(kind, attributes, parent) {
  const one = document.createElementNS(SVG, kind);
  for (const [name, value] of Object.entries(attributes)) one.setAttribute(name, value);
  parent.append(one);
  return one;
}

/**
 * Bring the drawing to life. `acts`: begin(), draw(targets) with kWh by index, end(), cancel() of a stroke, and
 * step(index, kWh) of a key. Returns show({ units, level, ghost }) and focus(index).
 */
export function drawing(svg, { canEdit, acts }) {
  let shown = null, frame = null, handles = [], top = .1, stroke = null, current = 0;

  /* Measures of the container now. */
  const measure = () => { const width = Math.max(280, svg.parentNode.clientWidth); return { width, height: width < NARROW ? 300 : Math.min(430, Math.round(width * .46)) }; };
  const x = fraction => LEFT + (frame.width - LEFT - RIGHT) * fraction;
  const y = value => frame.height - BOTTOM - (frame.height - TOP - BOTTOM) * Math.min(value, top) / top;
  const valueOf = index => atLevel(shown.units, shown.level)[index] / UNITS * perHour(shown.level);

  function show(next) {
    const isOther = !shown || shown.level !== next.level;
    shown = next;
    if (!stroke) settleTop();
    if (isOther || !frame) return lay();
    if (!stroke && frame.top !== top) return lay();
    paint();
  }

  /** The end of the axis stays while the curve fills it well, so that it does not jump with every key. */
  function settleTop() {
    const peak = Math.max(...shown.units.map(unit => unit / UNITS * 4), ...(shown.ghost ?? [0]).map(value => value * 4));
    if (peak > .96 * top || peak < .45 * top || !frame) top = Math.min(4, ticks(Math.max(LEAST_TOP, peak * 1.2)).at(-1));
  }
  function ticks(most) {
    const step = STEPS.find(one => most / one <= 8) ?? 1, count = Math.ceil(most / step - 1e-9);
    return Array.from({ length: count + 1 }, (_, i) => i * step);
  }

  function lay() {
    frame = { ...measure(), top };
    svg.replaceChildren();
    svg.setAttribute("viewBox", `0 0 ${frame.width} ${frame.height}`);
    svg.setAttribute("height", frame.height);
    const rows = ticks(top), decimals = rows[1] < .01 ? 3 : 2;
    for (const value of rows) {
      make("line", { class: "rule", x1: LEFT, x2: frame.width - RIGHT, y1: y(value), y2: y(value) }, svg);
      make("text", { class: "label", x: LEFT - 8, y: y(value) + 4, "text-anchor": "end" }, svg).textContent = number(value, decimals);
    }
    for (let hour = 0; hour <= HOURS; hour += frame.width < NARROW ? 6 : 2) make("text", { class: "label", x: x(hour / HOURS), y: frame.height - 10, "text-anchor": hour === HOURS && frame.width < NARROW ? "end" : "middle" }, svg).textContent = `${two(hour)}:00`;
    make("text", { class: "label", x: 4, y: 14 }, svg).textContent = words.per_hour;
    frame.area = make("path", { class: "area" }, svg);
    frame.ghost = make("path", { class: "ghost" }, svg);
    frame.line = make("path", { class: "line" }, svg);
    handles = canEdit ? Array.from({ length: shown.level }, (_, i) => handle(i)) : [];
    paint();
  }

  function handle(index) {
    const group = make("g", { class: shown.level === HOURS ? "h" : "h small", role: "slider", "aria-orientation": "vertical", "aria-label": timeOf(index, shown.level), "aria-valuemin": 0, "aria-valuemax": 1, "data-index": index }, svg);
    make("circle", { class: "reach", r: shown.level === HOURS ? Math.min(REACH, (frame.width - LEFT - RIGHT) / HOURS) : 7 }, group);
    make("circle", { class: "dot", r: shown.level === QUARTERS ? 2.5 : frame.width < NARROW ? 5 : 6 }, group);
    return group;
  }

  const stairs = values => values.map((value, i) => `${i ? "L" : "M"}${x(i / QUARTERS).toFixed(2)},${y(value * 4).toFixed(2)}H${x((i + 1) / QUARTERS).toFixed(2)}`).join("");

  function paint() {
    const path = stairs(shown.units.map(unit => unit / UNITS));
    frame.line.setAttribute("d", path);
    frame.area.setAttribute("d", `${path}V${y(0)}H${x(0)}Z`);
    frame.ghost.setAttribute("d", shown.ghost ? stairs(shown.ghost) : "");
    handles.forEach((group, i) => {
      const value = valueOf(i);
      group.setAttribute("transform", `translate(${x((i + .5) / shown.level).toFixed(2)},${y(value).toFixed(2)})`);
      group.setAttribute("aria-valuenow", value.toFixed(4));
      group.setAttribute("aria-valuetext", `${number(value, 4)} ${words.per_hour}`);
      // 24 stops are walked through by Tab; of 96 only the one that was visited last.
      group.setAttribute("tabindex", shown.level === HOURS || i === Math.min(current, shown.level - 1) ? 0 : -1);
    });
  }

  function placeOf(event) {
    const box = svg.getBoundingClientRect(), scale = frame.width / box.width;
    const across = ((event.clientX - box.left) * scale - LEFT) / (frame.width - LEFT - RIGHT);
    const up = (frame.height - BOTTOM - (event.clientY - box.top) * scale) / (frame.height - TOP - BOTTOM);
    return { index: Math.max(0, Math.min(shown.level - 1, Math.floor(across * shown.level))), value: Math.max(0, Math.min(1, up)) * top / perHour(shown.level) };
  }

  /** Every point between two places of the pointer gets its value, however fast it went. */
  function lead(to) {
    const from = stroke.last ?? to, way = Math.abs(to.index - from.index);
    for (let step = 0; step <= way; step++) {
      const part = way ? step / way : 1;
      stroke.targets.set(from.index + Math.sign(to.index - from.index) * step, from.value + (to.value - from.value) * part);
    }
    stroke.last = to;
    acts.draw(stroke.targets);
  }

  if (canEdit) {
    svg.addEventListener("pointerdown", event => {
      if (event.button) return;
      stroke = { targets: new Map(), last: null };
      acts.begin();
      svg.setPointerCapture(event.pointerId);
      // A finger may be about to scroll the page: it draws once it moves or leaves.
      if (event.pointerType !== "touch") lead(placeOf(event));
    });
    svg.addEventListener("pointermove", event => { if (stroke) lead(placeOf(event)); });
    svg.addEventListener("pointerup", event => {
      if (!stroke) return;
      if (!stroke.last) lead(placeOf(event));
      current = stroke.last.index;
      stroke = null;
      acts.end();
      focus(current);
    });
    svg.addEventListener("pointercancel", () => { if (stroke) { stroke = null; acts.cancel(); } });
    svg.addEventListener("keydown", onKey);
    svg.addEventListener("focusin", event => { const index = event.target.closest(".h")?.dataset.index; if (isKnown(Number(index))) current = Number(index); });
  }

  function onKey(event) {
    if (!event.target.closest(".h") || event.ctrlKey || event.metaKey || event.altKey) return;
    const size = (event.shiftKey ? BIG_STEP : STEP) / perHour(shown.level), move = to => focus(Math.max(0, Math.min(shown.level - 1, to)));
    const keys = {
      ArrowUp: () => acts.step(current, size), ArrowDown: () => acts.step(current, -size),
      PageUp: () => acts.step(current, BIG_STEP / perHour(shown.level)), PageDown: () => acts.step(current, -BIG_STEP / perHour(shown.level)),
      ArrowLeft: () => move(current - 1), ArrowRight: () => move(current + 1), Home: () => move(0), End: () => move(shown.level - 1),
    };
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  }

  function focus(index) {
    current = index;
    handles.forEach((group, i) => group.setAttribute("tabindex", shown.level === HOURS || i === index ? 0 : -1));
    handles[index]?.focus({ preventScroll: true });
  }

  let width = 0;
  new ResizeObserver(() => { if (shown && svg.parentNode.clientWidth !== width) { width = svg.parentNode.clientWidth; const had = svg.contains(document.activeElement); lay(); if (had) focus(current); } }).observe(svg.parentNode);
  return { show };
}
