/* The charts of a company's page: its own curve, its days beside a profile, when it buys, and its partners. */
import { walk } from "./balance_keys.js";
import { buyingHeight, buyingOption, showBuyingRange, walkBuying } from "./buying.js";
import { daysHeight, daysOption, walkDays } from "./day_shapes.js";
import { words } from "./format.js";
import { curveOption, spokenCurve } from "./own_curve.js";
import { partnersHeight, partnersOption, walkPartners } from "./partners.js";
import { stage } from "./stage.js";
import { keepZoom, timeEnvironment } from "./timeframe.js";

const data = JSON.parse(document.getElementById("company-data")?.textContent ?? "null");

function start() {
  const curve = { option: curveOption, data: data.curve, window: [0, 100], height: 520, spoken: spokenCurve, env: isExport => timeEnvironment(curve, isExport), walk,
    begin: place => keepZoom(place, curve, one => ({ ...timeEnvironment(curve, false), width: one.clientWidth, height: one.clientHeight })) };
  showBuyingRange(data.buying);
  stage({
    curve,
    days: { option: daysOption, data: data.days, tall: width => daysHeight(data.days, width), walk: walkDays },
    buying: { option: buyingOption, data: data.buying, tall: () => buyingHeight(data.buying), walk: walkBuying, legend: [["deficit", data.buying.is_told ? words.bought : words.lacking]] },
    partners: { option: partnersOption, data: data.partners.length ? data.partners : null, tall: () => partnersHeight(data.partners), walk: walkPartners },
    completeness: {},
  }, document.getElementById("chart-curve").dataset.subtitle);
}

if (data) document.fonts.ready.then(start); else window.__ready = performance.now();
