// Days and weeks as texts, "2026-03-02" and "2026-W10". Pure; no clock, no zone.

const DAY = 86_400_000; // ms

function utc(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}

function text(at: Date): string {
  return at.toISOString().slice(0, 10);
}

/** Whether it is a day that there is. */
export function isDay(given: string | null): given is string {
  if (given === null || !/^\d{4}-\d{2}-\d{2}$/.test(given)) return false;
  const at = utc(given);
  return !Number.isNaN(at.getTime()) && text(at) === given;
}

/** So many days later. */
export function addDays(day: string, days: number): string {
  return text(new Date(utc(day).getTime() + days * DAY));
}

/** The same day so many months later, or the last of that month. */
export function addMonths(day: string, months: number): string {
  const at = utc(day);
  const first = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0));
  first.setUTCDate(Math.min(at.getUTCDate(), last.getUTCDate()));
  return text(first);
}

/** Days from one to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((utc(to).getTime() - utc(from).getTime()) / DAY);
}

/** The Monday of its week. */
export function mondayOf(day: string): string {
  return addDays(day, -((utc(day).getUTCDay() + 6) % 7));
}

/** "2026-W10": the ISO week, that of its Thursday. */
export function weekOf(day: string): string {
  const thursday = addDays(mondayOf(day), 3);
  const first = mondayOf(`${thursday.slice(0, 4)}-01-04`);
  const number = Math.floor(daysBetween(first, thursday) / 7) + 1;
  return `${thursday.slice(0, 4)}-W${String(number).padStart(2, "0")}`;
}

/** The seven days of its week. */
export function weekDays(day: string): string[] {
  const monday = mondayOf(day);
  return Array.from({ length: 7 }, (_, n) => addDays(monday, n));
}

/** "2026-03". */
export function monthOf(day: string): string {
  return day.slice(0, 7);
}

/** The weeks that a month touches, whole. */
export function monthWeeks(day: string): string[][] {
  const first = `${monthOf(day)}-01`;
  const last = addDays(addMonths(first, 1), -1);
  const weeks: string[][] = [];
  for (let at = mondayOf(first); at <= last; at = addDays(at, 7)) weeks.push(weekDays(at));
  return weeks;
}
