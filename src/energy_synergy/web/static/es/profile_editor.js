/* The page of a profile: what is drawn, typed, pasted, loaded and undone meets here. */
import { number, percent, words } from "./format.js";
import { asMeasured, fromFields, measuredDay, seasonLabel, toFields, withDay } from "./profile_calendar.js";
import { drawing, timeOf } from "./profile_chart.js";
import { atLevel, flat, HOURS, isSame, meanError, normalise, QUARTERS, readValues, Refused, setPoints, smooth, UNITS } from "./profile_curve.js";
import { draft } from "./profile_draft.js";
import { fetchJson, measuredOf } from "./profile_ghost.js";
import { history } from "./profile_history.js";
import { copyTargets, segments } from "./profile_tabs.js";
import { dayName, seasonsPanel } from "./profile_seasons.js";
import { told, valueTable } from "./profile_table.js";
import { say } from "./stage.js";

const page = JSON.parse(document.getElementById("profile-data").textContent), canEdit = page.can_edit;
const byId = id => document.getElementById(id), all = selector => document.querySelectorAll(selector);
const NIGHT = [22, 23, 0, 1, 2, 3, 4, 5];
const place = { season: 0, kind: 0, level: HOURS };
let before = null, measured = null, unsaved = null;

const steps = history(fromFields(page.fields), () => { show(); unsaved?.note(); });
const day = () => steps.now.seasons[place.season].days[place.kind];
const curveText = () => JSON.stringify(toFields(steps.now));
const setUnits = units => { if (isSame(units, day().units)) show(); else steps.set(withDay(steps.now, place.season, place.kind, { units })); };
const ghostOf = () => measured && byId("ghost").checked ? measuredDay(steps.now, place.season, place.kind, measured) : null;

const chart = drawing(byId("ed"), {
  canEdit,
  acts: {
    begin: () => { before = day().units; },
    draw: targets => paint(setPoints(before, place.level, targets)),
    end: () => setUnits(drawn),
    cancel: () => show(),
    step: (index, change) => setUnits(setPoints(day().units, place.level, new Map([[index, atLevel(day().units, place.level)[index] / UNITS + change]]), true)),
  },
});
const table = valueTable(byId("values"), byId("value-problem"), {
  canEdit,
  acts: { one: (index, value) => setUnits(setPoints(day().units, place.level, new Map([[index, value]]))), all: takeValues },
});
const panel = seasonsPanel({ canEdit, set: (profile, sentence) => { steps.set(profile); if (sentence) say(sentence); } });
let drawn = day().units;

function show() {
  place.season = Math.min(place.season, steps.now.seasons.length - 1);
  place.kind = Math.min(place.kind, steps.now.kinds - 1);
  segments(byId("day-tabs"), Array.from({ length: steps.now.kinds }, (_, kind) => dayName(steps.now.kinds, kind)), place.kind, kind => go({ kind }));
  segments(byId("season-tabs"), steps.now.seasons.map(seasonLabel), place.season, season => go({ season }));
  segments(byId("levels"), [words.hours, words.quarters], place.level === HOURS ? 0 : 1, i => go({ level: i ? QUARTERS : HOURS }));
  byId("day-tabs").hidden = steps.now.kinds === 1;
  byId("season-tabs").hidden = steps.now.seasons.length === 1;
  all("[data-ed=undo]").forEach(button => { button.disabled = !steps.canUndo; });
  all("[data-ed=redo]").forEach(button => { button.disabled = !steps.canRedo; });
  if (canEdit) copyTargets(byId("copy"), steps.now, place);
  panel.show(steps.now);
  paint(day().units);
}

/** Everything that follows from the curve in sight, also while it is being drawn. */
function paint(units) {
  drawn = units;
  const seen = ghostOf(), hours = atLevel(units, HOURS), peak = hours.indexOf(Math.max(...hours));
  chart.show({ units, level: place.level, ghost: seen?.curve ?? null });
  table.show({ units, level: place.level });
  byId("sum").textContent = `${number(units.reduce((a, b) => a + b, 0) / UNITS, 3)}\u00a0kWh`;
  byId("peak").textContent = told("peak_at", { time: timeOf(peak, HOURS), value: number(hours[peak] / UNITS, 3) });
  byId("night").textContent = `22:00–06:00, ${percent(NIGHT.reduce((sum, hour) => sum + hours[hour], 0) / UNITS)}`;
  byId("fit").textContent = fitText(units, seen);
}

function fitText(units, seen) {
  if (!measured || !byId("ghost").checked) return words.not_compared;
  if (!seen?.curve) return words.no_such_day;
  const error = meanError(units, seen.curve);
  return told(seen.days === 1 ? "fit_of_one" : "fit_of", { error: number(error / HOURS, 3), share: percent(error), days: number(seen.days) });
}

function go(change) {
  Object.assign(place, change);
  table.forget();
  show();
}

function takeValues(values) {
  setUnits(normalise(values));
  if (values.length !== place.level) go({ level: values.length });
  say(told("values_taken", { count: values.length }));
}

const acts = {
  undo: () => { if (steps.undo()) say(words.undone); },
  redo: () => { if (steps.redo()) say(words.redone); },
  smooth: () => { setUnits(smooth(day().units, place.level)); say(words.smoothed); },
  flat: () => { setUnits(flat()); say(words.flattened); },
  copy: () => {
    const chosen = byId("copy").value, units = day().units;
    const targets = steps.now.seasons.flatMap((season, s) => season.days.map((_, k) => [s, k])).filter(([s, k]) => chosen === "all" || `${s}-${k}` === chosen);
    steps.set(targets.reduce((profile, [s, k]) => withDay(profile, s, k, { units }), steps.now));
    say(words.copied);
  },
  "take-day": () => takeFields(fields => setUnits(normalise(fields.mean_day))),
  "take-all": () => takeFields(fields => steps.set(fromFields(fields))),
  weights: () => measured && steps.set(asMeasured(steps.now, measured, { weights: true })),
  paste: takeList,
};

/** Values that were typed or pasted as a list; refused, they stay as they are. */
function takeList() {
  const field = byId("list"), problem = byId("list-problem");
  problem.hidden = true;
  field.removeAttribute("aria-invalid");
  try { takeValues(readValues(field.value)); } catch (refusal) {
    if (!(refusal instanceof Refused)) throw refusal;
    problem.textContent = `${told(refusal.sentence, refusal.values)} ${words.nothing_changed}`;
    problem.hidden = false;
    field.setAttribute("aria-invalid", "true");
    field.focus();
  }
}

/** A curve to start from: of the catalogue, of the group, or what was measured. */
async function takeFields(take) {
  const chosen = byId("start").value;
  await told_in("start-problem", async () => {
    if (chosen === "measured") {
      if (!measured) throw new Error(words.choose_company);
      const wide = asMeasured(steps.now, measured, { curves: true, weights: true });
      const seen = measuredDay(steps.now, place.season, place.kind, measured);
      return take({ ...toFields(wide), mean_day: seen?.curve ?? day().units });
    }
    return take(await fetchJson(`${page.urls.start}?from=${encodeURIComponent(chosen)}`));
  });
}

/** Do something that may be refused, and say beside it why it was. */
async function told_in(id, work) {
  const problem = byId(id);
  problem.hidden = true;
  try { await work(); } catch (refusal) {
    problem.textContent = refusal.message || words.no_answer;
    problem.hidden = false;
  }
}

async function compare() {
  const chosen = byId("compare").value;
  measured = null;
  await told_in("compare-problem", async () => {
    if (!chosen) return;
    const [company, direction] = chosen.split(":");
    measured = await measuredOf(`${page.urls.measured}?company=${company}&direction=${direction}`);
    if (!measured.days.flat().some(Boolean)) throw new Error(words.no_days);
  });
  byId("ghost-part").hidden = !measured;
  byId("ghost-days").textContent = measured ? `(${number(measured.days.flat().reduce((a, b) => a + b, 0))})` : "";
  all("[data-ed=weights]").forEach(button => { button.disabled = !measured; });
  show();
}

async function readFile(field) {
  if (!field.files.length) return;
  const body = new FormData();
  body.append("file", field.files[0]);
  body.append("direction", byId("id_direction")?.value ?? "");
  body.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  await told_in("file-problem", async () => { steps.set(fromFields(await fetchJson(page.urls.read, { method: "POST", body }))); say(words.file_taken); });
  field.value = "";
}

document.addEventListener("click", event => { const button = event.target.closest("[data-ed]"); if (button) acts[button.dataset.ed]?.(); });
document.addEventListener("keydown", event => {
  if (!canEdit || !(event.ctrlKey || event.metaKey) || event.target.matches("input, textarea")) return;
  const name = event.key.toLowerCase() === "z" ? (event.shiftKey ? "redo" : "undo") : event.key.toLowerCase() === "y" ? "redo" : null;
  if (name) { event.preventDefault(); acts[name](); }
});
byId("ghost").addEventListener("change", show);
byId("compare")?.addEventListener("change", compare);
byId("csv")?.addEventListener("change", event => readFile(event.target));
if (canEdit) {
  const form = byId("profile-form");
  form.addEventListener("submit", () => { form.elements.curve.value = curveText(); });
  show();
  unsaved = draft(form, { version: page.version, isOpen: page.is_open, curve: curveText, restore: text => steps.set(fromFields(JSON.parse(text))) });
} else show();
if (byId("compare")?.value) compare();
document.documentElement.dataset.ready = "profile";
