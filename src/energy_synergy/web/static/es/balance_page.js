/* The charts of the page of surplus and deficit. */
import { carpetOption, openDays, showPowerRange, walkCarpet } from "./carpet.js";
import { durationOption, walkCurve } from "./duration.js";
import { words } from "./format.js";
import { multiplesHeight, multiplesOption, walkPanels } from "./multiples.js";
import "./period_list.js";
import { stage } from "./stage.js";

const found = document.getElementById("balance-data"), data = JSON.parse(found?.textContent ?? "null");

function start() {
  showPowerRange(data.carpet);
  stage({
    duration: { option: durationOption, data: data.duration, height: 480, walk: walkCurve },
    carpet: { option: carpetOption, data: data.carpet, height: 480, walk: walkCarpet, begin: openDays, legend: [["ramp-1", words.deficit], ["ramp-5", words.surplus]] },
    multiples: { option: multiplesOption, data: data.multiples, walk: walkPanels, tall: () => multiplesHeight(data.multiples) },
  }, document.querySelector("[data-subtitle]")?.dataset.subtitle ?? "");
}

if (data) document.fonts.ready.then(start); else window.__ready = performance.now();
