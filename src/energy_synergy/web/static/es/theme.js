/* Sets the theme before anything is painted: that of the account, else of this device, else what the system prefers. */
(() => {
  const key = "es-theme";
  const system = matchMedia("(prefers-color-scheme: dark)");
  const stored = () => { try { return localStorage.getItem(key); } catch { return null; } };
  const apply = () => { const { dataset } = document.documentElement; dataset.bsTheme = dataset.theme || stored() || (system.matches ? "dark" : "light"); };
  apply();
  system.addEventListener("change", apply);
  addEventListener("storage", event => { if (event.key === key) apply(); });
  // Paper is white: what is dark on the screen is printed light.
  addEventListener("beforeprint", () => { document.documentElement.dataset.bsTheme = "light"; });
  addEventListener("afterprint", apply);
})();
