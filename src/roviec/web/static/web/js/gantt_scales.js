// Zoom levels, and which days nobody works. Dates are local midnights: a chart shows days, not instants.
import { isoDay } from "./gantt_words.js";

const two = (n) => String(n).padStart(2, "0");
const english = document.documentElement.lang === "en";
const ROMAN = ["I", "II", "III", "IV"];
const MONTHS_EN = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAYS = english ? ["Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"] : ["CN", "T2", "T3", "T4", "T5", "T6", "T7"];

const year = (date) => (english ? String(date.getFullYear()) : `Năm ${date.getFullYear()}`);
const month = (date) => (english ? `${MONTHS_EN[date.getMonth()]} ${date.getFullYear()}` : `Tháng ${date.getMonth() + 1}/${date.getFullYear()}`);
const shortMonth = (date) => (english ? MONTHS_EN[date.getMonth()] : `Th ${date.getMonth() + 1}`);
const quarterOf = (date) => `${english ? "Q" : "Quý "}${ROMAN[Math.floor(date.getMonth() / 3)]}`;
const quarter = (date) => `${quarterOf(date)}/${date.getFullYear()}`;
const dayMonth = (date) => `${two(date.getDate())}/${two(date.getMonth() + 1)}`;
const weekday = (date) => `${DAYS[date.getDay()]} ${dayMonth(date)}`;

/** Whether nobody works that day: `calendar.off` holds ISO days off beyond weekends, `calendar.working` weekend days worked. */
export function isOff(date, calendar) {
  const iso = isoDay(date);
  if (calendar.off.has(iso)) return true;
  return (date.getDay() === 0 || date.getDay() === 6) && !calendar.working.has(iso);
}

export function atMidnight(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate());
}

export function sameDay(one, other) {
  return isoDay(one) === isoDay(other);
}

/**
 * From near to far. `days` says whether days off can be shaded; `width` is the least width of a column in px; `lines` the unit of
 * the vertical lines; `span` how many days a phone shows at once; `slug` the name in the address.
 */
export const LEVELS = {
  hour: { slug: "gio", days: true, width: 26, lines: "day", span: 7, scales: [{ unit: "day", step: 1, format: weekday }, { unit: "hour", step: 1, format: (d) => String(d.getHours()) }] },
  day: { slug: "ngay", days: true, width: 44, lines: "day", span: 21, scales: [{ unit: "month", step: 1, format: month }, { unit: "day", step: 1, format: (d) => `${DAYS[d.getDay()]} ${d.getDate()}` }] },
  week: { slug: "tuan", days: true, width: 20, lines: "week", span: 60, scales: [{ unit: "month", step: 1, format: month }, { unit: "day", step: 1, format: (d) => String(d.getDate()) }] },
  month: { slug: "thang", days: true, width: 44, lines: "week", span: 120, scales: [{ unit: "month", step: 1, format: month }, { unit: "week", step: 1, format: dayMonth }] },
  quarter: { slug: "quy", days: false, width: 48, lines: "month", span: 300, scales: [{ unit: "quarter", step: 1, format: quarter }, { unit: "month", step: 1, format: shortMonth }] },
  year: { slug: "nam", days: false, width: 56, lines: "quarter", span: 730, scales: [{ unit: "year", step: 1, format: year }, { unit: "quarter", step: 1, format: quarterOf }] },
};

/** The zoom at which what is open fits about the width of a screen: `days` is the length of the plan around today. */
export function fitting(days) {
  if (days <= 45) return "week";
  if (days <= 240) return "month";
  return days <= 900 ? "quarter" : "year";
}
