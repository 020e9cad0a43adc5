/* Kinds of day and seasons: how many there are, which months they have, and how much energy such a day uses. */
import { number, percent, words } from "./format.js";
import { asNumber } from "./profile_curve.js";
import { MONTHS, monthsLabel, MOST_WEIGHT, PRESETS, seasonLabel, sharesOfYear, weighsNothing, withDay, withKinds, withMonth, withName, withNewSeason, withoutSeason, withSeasons } from "./profile_calendar.js";
import { told } from "./profile_table.js";
import { say } from "./stage.js";

const MOST_SEASONS = 12, MOST_NAME = 30, TABS = { 1: ["alike"], 2: ["weekday", "weekend"], 3: ["weekday", "saturday", "sunday"] };
export const dayName = (kinds, kind) => words[TABS[kinds][kind]];
const byId = id => document.getElementById(id);

function make(kind, attributes = {}, ...children) {
  const one = document.createElement(kind);
  for (const [name, value] of Object.entries(attributes)) if (value !== false) one.setAttribute(name, value === true ? "" : value);
  one.append(...children);
  return one;
}

const sameSets = (profile, sets) => profile.seasons.length === sets.length && profile.seasons.every((season, i) => season.months.join() === sets[i].join());
const presetOf = profile => Object.keys(PRESETS).find(name => sameSets(profile, PRESETS[name])) ?? "own";

/** `set(profile, sentence)` takes a change. Returns show(profile). */
export function seasonsPanel({ canEdit, set }) {
  const kinds = byId("kinds"), preset = byId("seasons"), rows = byId("season-rows"), weights = byId("weights"), problem = byId("weight-problem"), add = byId("season-add");
  let profile = null;

  function show(next) {
    profile = next;
    kinds.value = String(profile.kinds);
    preset.value = presetOf(profile);
    rows.hidden = !canEdit || profile.seasons.length === 1;
    keepFocus(rows, () => rows.replaceChildren(...profile.seasons.map(seasonRow)));
    add.hidden = !canEdit || rows.hidden || profile.seasons.length === MOST_SEASONS;
    byId("weight-part").hidden = profile.seasons.length === 1 && profile.kinds === 1;
    keepFocus(weights, layWeights);
  }

  /** Rows are written anew; what had the focus has it again. */
  function keepFocus(place, write) {
    const key = place.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    write();
    if (key) place.querySelector(`[data-key="${key}"]`)?.focus();
  }

  function seasonRow(season, place) {
    const name = make("input", { class: "form-control form-control-sm", maxlength: MOST_NAME, "data-key": `name-${place}`, "aria-label": told("season_name", { number: place + 1 }), placeholder: monthsLabel(season.months) });
    name.value = season.name;
    name.addEventListener("change", () => set(withName(profile, place, name.value.trim()), ""));
    const months = make("div", { class: "months", role: "group", "aria-label": told("months_of", { season: seasonLabel(season) }) }, ...[...Array(MONTHS).keys()].map(i => monthButton(season, place, i + 1)));
    const remove = make("button", { type: "button", class: "ib ob", "data-key": `remove-${place}` }, words.remove, make("span", { class: "sr" }, ` ${seasonLabel(season)}`));
    remove.addEventListener("click", () => set(withoutSeason(profile, place), told("season_gone", { season: seasonLabel(season) })));
    return make("div", { class: "season" }, name, months, remove);
  }

  function monthButton(season, place, month) {
    const isHere = season.months.includes(month), label = monthsLabel([month]);
    const button = make("button", { type: "button", "aria-pressed": String(isHere), "data-key": `month-${place}-${month}` }, label);
    button.addEventListener("click", () => {
      if (isHere) return say(told("month_here", { month: label, season: seasonLabel(season) }));
      const owner = profile.seasons.find(one => one.months.includes(month));
      if (owner.months.length === 1) return say(byId("season-problem").textContent = told("last_month", { season: seasonLabel(owner) }));
      byId("season-problem").textContent = "";
      set(withMonth(profile, place, month), told("month_moved", { month: label, season: seasonLabel(season) }));
    });
    return button;
  }

  function layWeights() {
    const shares = sharesOfYear(profile);
    const head = make("tr", {}, make("th", { scope: "col" }, words.season), ...Array.from({ length: profile.kinds }, (_, kind) => make("th", { scope: "col" }, dayName(profile.kinds, kind))));
    const lines = profile.seasons.map((season, place) => make("tr", {}, make("th", { scope: "row" }, seasonLabel(season)), ...season.days.map((day, kind) => {
      const share = make("small", {}, told("of_the_year", { share: percent(shares[place][kind]) }));
      return make("td", {}, canEdit ? weightField(day, place, kind) : weightText(day.weight), share);
    })));
    weights.replaceChildren(make("thead", {}, head), make("tbody", {}, ...lines));
  }

  const weightText = weight => number(weight, 4).replace(/([.,]\d*?)0+$/, "$1").replace(/[.,]$/, "");

  function weightField(day, place, kind) {
    const label = told("weight_of", { day: dayName(profile.kinds, kind), season: seasonLabel(profile.seasons[place]) });
    const field = make("input", { class: "form-control form-control-sm", inputmode: "decimal", autocomplete: "off", "data-key": `weight-${place}-${kind}`, "aria-label": label });
    field.value = weightText(day.weight);
    field.addEventListener("change", () => takeWeight(field, place, kind));
    return field;
  }

  function takeWeight(field, place, kind) {
    const value = asNumber(field.value.trim());
    const refuse = text => { problem.textContent = text; problem.hidden = false; field.setAttribute("aria-invalid", "true"); field.setAttribute("aria-describedby", problem.id); };
    if (value === null || value > MOST_WEIGHT) return refuse(told("bad_weight", { value: field.value.slice(0, 20) }));
    const next = withDay(profile, place, kind, { weight: Math.round(value * 1e4) / 1e4 });
    if (weighsNothing(next)) return refuse(words.no_weight);
    problem.hidden = true;
    set(next, "");
  }

  if (canEdit) {
    kinds.addEventListener("change", () => set(withKinds(profile, Number(kinds.value)), ""));
    preset.addEventListener("change", () => { if (preset.value !== "own") set(withSeasons(profile, PRESETS[preset.value]), ""); else if (profile.seasons.length === 1) set(withNewSeason(profile), ""); });
    add.addEventListener("click", () => set(withNewSeason(profile), words.season_added));
  }
  return { show };
}
