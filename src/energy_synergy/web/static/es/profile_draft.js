/* What is not saved yet: a warning before the page is left, and a copy in this tab for a session that ended meanwhile. */
const key = `es-profile:${location.pathname}`;
const read = () => { try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; } };
const write = value => { try { if (value) sessionStorage.setItem(key, JSON.stringify(value)); else sessionStorage.removeItem(key); } catch { /* a private window may refuse */ } };

/**
 * Watch over a form. `curve()` gives what will be sent of the curve, `restore(text)` takes a copy of it back.
 * `isOpen` tells that the page came back with what was typed: it counts as not saved.
 */
export function draft(form, { version, isOpen, curve, restore }) {
  const typed = () => Object.fromEntries([...new FormData(form)].filter(([name]) => ["name", "description", "sector", "direction"].includes(name)));
  const saved = JSON.stringify([typed(), curve()]);
  let isSent = false;
  const isChanged = () => isOpen || JSON.stringify([typed(), curve()]) !== saved;
  const offer = document.getElementById("draft"), kept = read();

  if (kept && kept.version === version && !isOpen && JSON.stringify([kept.typed, kept.curve]) !== saved) offer.hidden = false;
  else write(null);
  offer.querySelector("[data-draft=restore]").addEventListener("click", () => {
    for (const [name, value] of Object.entries(kept.typed)) form.elements[name].value = value;
    restore(kept.curve);
    offer.hidden = true;
  });
  offer.querySelector("[data-draft=discard]").addEventListener("click", () => { write(null); offer.hidden = true; });

  const note = () => { document.getElementById("unsaved").hidden = !isChanged(); if (isChanged()) write({ version, typed: typed(), curve: curve() }); else if (offer.hidden) write(null); };
  form.addEventListener("input", note);
  form.addEventListener("submit", () => { isSent = true; });
  addEventListener("beforeunload", event => { if (isChanged() && !isSent) event.preventDefault(); });
  if (isOpen) note();
  return { note };
}
