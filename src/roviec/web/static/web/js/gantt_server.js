// What the chart says to the server and hears from it. A lost link is an answer of its own: whoever asked keeps what it wanted to send.

const headers = () => JSON.parse(document.body.getAttribute("hx-headers") ?? "{}");

/** No answer came: the link is gone, or the server does not speak. Nothing is known to have been done. */
export class LostLink extends Error {}

/** {status, body}; the body is null where there is none. Raises LostLink. */
async function ask(url, init = {}) {
  let answer;
  try {
    answer = await fetch(url, { credentials: "same-origin", ...init, headers: { Accept: "application/json", ...init.headers } });
  } catch (why) {
    if (why.name === "AbortError") throw why;
    throw new LostLink(String(why));
  }
  if ([502, 503, 504].includes(answer.status)) throw new LostLink(String(answer.status));
  const json = answer.headers.get("Content-Type")?.includes("json");
  return { status: answer.status, ok: answer.ok, body: json && answer.status !== 204 ? await answer.json() : null };
}

export const get = (url, init) => ask(url, init);

/** `key`: the same one on a repeat, so that a change whose answer got lost is done once. */
export function post(url, data, { key, signal } = {}) {
  const keyed = key ? { "Idempotency-Key": key } : {};
  return ask(url, { method: "POST", signal, body: JSON.stringify(data), headers: { "Content-Type": "application/json", ...headers(), ...keyed } });
}

export const newKey = () => crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`;
