/* Measured days behind the curve: fetched once for a company, laid out for the seasons and kinds of day as they are now. */
const known = new Map();

/** What was measured of a company; throws with the sentence of the page's answer. */
export async function measuredOf(url) {
  if (!known.has(url)) known.set(url, await fetchJson(url));
  return known.get(url);
}

/** An answer of this site as an object; a refusal becomes an Error with its sentence. */
export async function fetchJson(url, options = {}) {
  const answer = await fetch(url, { headers: { Accept: "application/json" }, ...options });
  const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
  const found = isJson ? await answer.json() : null;
  if (answer.ok && found) return found;
  throw new Error(found?.message ?? "");
}
