// Zoom levels, and which days nobody works. Dates are local midnights: a chart shows days, not instants.

const two = (n) => String(n).padStart(2, "0");
const isoDay = (date) => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
const english = document.documentElement.lang === "en";
const ROMAN = ["I", "II", "III", "IV"];
const MONTHS_EN = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAYS = english ? ["Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"] : ["CN", "T2", "T3", "T4", "T5", "T6", "T7"];

const month = (date) => (english ? `${MONTHS_EN[date.getMonth()]} ${date.getFullYear()}` : `Tháng ${date.getMonth() + 1}/${date.getFullYear()}`);
const shortMonth = (date) => (english ? MONTHS_EN[date.getMonth()] : `Th ${date.getMonth() + 1}`);
const quarter = (date) => `${english ? "Q" : "Quý "}${ROMAN[Math.floor(date.getMonth() / 3)]}/${date.getFullYear()}`;
const weekFrom = (date) => `${two(date.getDate())}/${two(date.getMonth() + 1)}`;

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

/** `days` says whether one column is one day, so that days off can be shaded; `width` is the least width of a column in px. */
export const LEVELS = {
  day: { days: true, width: 44, scales: [{ unit: "month", step: 1, format: month }, { unit: "day", step: 1, format: (d) => `${DAYS[d.getDay()]} ${d.getDate()}` }] },
  week: { days: true, width: 22, scales: [{ unit: "month", step: 1, format: month }, { unit: "day", step: 1, format: (d) => String(d.getDate()) }] },
  month: { days: false, width: 44, scales: [{ unit: "month", step: 1, format: month }, { unit: "week", step: 1, format: weekFrom }] },
  quarter: { days: false, width: 48, scales: [{ unit: "quarter", step: 1, format: quarter }, { unit: "month", step: 1, format: shortMonth }] },
};
