// Words, signs and dates of the chart. Words come from the page (data-words), in the reader's language.

const WORDS = JSON.parse(document.querySelector("[data-words]")?.dataset.words ?? "{}");
const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const two = (n) => String(n).padStart(2, "0");
let icons = "";

export const DAY = 86_400_000;

/** The sentence of that name; `%(name)s` stands for a value, `%%` for a per cent sign. */
export function say(key, values = {}) {
  return (WORDS[key] ?? key).replace(/%\((\w+)\)s|%%/g, (all, name) => (all === "%%" ? "%" : String(values[name] ?? "")));
}

/** The widget writes texts as HTML, so everything that people typed is escaped before it gets there. */
export const escape = (text) => String(text ?? "").replace(/[&<>"']/g, (c) => ESCAPES[c]);

export function signsFrom(address) {
  icons = address;
}

export const sign = (name) => `<svg class="icon" aria-hidden="true"><use href="${icons}#${escape(name)}"/></svg>`;

export const isoDay = (date) => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;

export const shown = (date) => (date ? `${two(date.getDate())}/${two(date.getMonth() + 1)}/${date.getFullYear()}` : "–");

export const shownShort = (date) => (date ? `${two(date.getDate())}/${two(date.getMonth() + 1)}` : "–");

export const number = (n) => n.toLocaleString(document.documentElement.lang === "en" ? "en" : "vi");

export function plusDays(date, n) {
  const moved = new Date(date);
  moved.setDate(moved.getDate() + n);
  return moved;
}

/** The local instant that an ISO day ("2025-12-01") or minute ("2025-12-01T08:00") names; null for nothing. */
export function instant(iso) {
  if (!iso) return null;
  return new Date(iso.length === 10 ? `${iso}T00:00:00` : iso);
}

/** Where a span ends that is given by its last day (inclusive) or by its last minute (exclusive). */
export function endInstant(iso) {
  if (!iso) return null;
  return iso.length === 10 ? plusDays(instant(iso), 1) : instant(iso);
}

/** The last day of a span that ends at that instant. */
export const lastDay = (end) => (end.getHours() || end.getMinutes() ? end : plusDays(end, -1));

/** As typed without diacritics: "Đường găng" is found by "duong gang". */
export const fold = (text) =>
  text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
