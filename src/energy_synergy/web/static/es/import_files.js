/* Files dropped anywhere on the zone are sent at once; without this the field and its button do the same. */
const zone = document.querySelector("[data-drop]"), field = zone?.querySelector("input[type=file]"), form = zone?.closest("form");

function show() {
  const names = [...field.files].map(file => file.name), list = form.querySelector("[data-names]");
  list.textContent = names.join(", ");
  list.hidden = !names.length;
}

function over(isOver) { zone.classList.toggle("is-over", isOver); }

if (zone) {
  field.addEventListener("change", show);
  for (const kind of ["dragenter", "dragover"]) zone.addEventListener(kind, event => { event.preventDefault(); over(true); });
  for (const kind of ["dragleave", "dragend"]) zone.addEventListener(kind, event => { if (!zone.contains(event.relatedTarget)) over(false); });
  zone.addEventListener("drop", event => {
    event.preventDefault();
    over(false);
    if (!event.dataTransfer.files.length) return;
    field.files = event.dataTransfer.files;
    show();
    form.requestSubmit();
  });
  // A file dropped beside the zone would be opened in place of the page.
  for (const kind of ["dragover", "drop"]) addEventListener(kind, event => event.preventDefault());
  form.addEventListener("submit", () => {
    const button = form.querySelector("button[type=submit]");
    button.disabled = true;
    button.textContent = button.dataset.busy;
  });
  addEventListener("pageshow", () => { form.querySelector("button[type=submit]").disabled = false; });
}
