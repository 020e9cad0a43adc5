/* Rows of buttons of which one is chosen, and the list of days to which a curve can be copied. */
import { seasonLabel } from "./profile_calendar.js";
import { words } from "./format.js";
import { dayName } from "./profile_seasons.js";

/** Write a row of buttons; one that had the focus keeps it. */
export function segments(row, labels, chosen, choose) {
  const signature = JSON.stringify([labels, chosen]);
  if (row.dataset.signature === signature) return;
  const had = [...row.children].indexOf(document.activeElement);
  row.dataset.signature = signature;
  row.replaceChildren(...labels.map((label, i) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.setAttribute("aria-pressed", i === chosen);
    button.addEventListener("click", () => choose(i));
    return button;
  }));
  if (had >= 0) row.children[Math.min(had, labels.length - 1)].focus();
}

/** Offer every other day of the profile as a place to copy the curve to. */
export function copyTargets(list, profile, place) {
  const isMany = profile.seasons.length > 1;
  const options = profile.seasons.flatMap((season, s) => season.days.map((_, k) => ({ s, k, label: isMany ? `${seasonLabel(season)}, ${dayName(profile.kinds, k)}` : dayName(profile.kinds, k) })))
    .filter(({ s, k }) => s !== place.season || k !== place.kind).map(({ s, k, label }) => new Option(label, `${s}-${k}`));
  const chosen = list.value;
  list.replaceChildren(new Option(words.all_days, "all"), ...options);
  list.value = [...list.options].some(option => option.value === chosen) ? chosen : "all";
  list.closest(".copy").hidden = !options.length;
}
