/* Sets the theme before anything is painted: the visitor's choice, else what the system prefers. */
(() => {
  const key = "es-theme";
  const system = matchMedia("(prefers-color-scheme: dark)");
  const stored = () => { try { return localStorage.getItem(key); } catch { return null; } };
  const apply = () => { document.documentElement.dataset.bsTheme = stored() || (system.matches ? "dark" : "light"); };
  apply();
  system.addEventListener("change", apply);
  addEventListener("storage", event => { if (event.key === key) apply(); });
})();
