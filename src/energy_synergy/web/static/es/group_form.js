/* The form of a group: a country brings its zone and its currency; a new form begins where this machine's clock is. */
const form = document.querySelector("form:has([data-country])");
const country = form.querySelector("[data-country]"), zone = form.querySelector("[data-zone]");
const currency = form.querySelector("[data-currency]");
const defaults = JSON.parse(document.getElementById("country-defaults").textContent);

country.addEventListener("change", () => {
  const found = defaults[country.value];
  if (found) [zone.value, currency.value] = found;
});

function guess() {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const code = Object.keys(defaults).find(one => defaults[one][0] === here);
  if (!code) return;
  country.value = code;
  [zone.value, currency.value] = defaults[code];
}

if ("guess" in form.dataset) guess();
