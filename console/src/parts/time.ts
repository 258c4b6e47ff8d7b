// Times as people read them: in the zone of the house, in the chosen language. Pure.
import type { Language } from "@/app/preferences";

const LOCALES: Record<Language, string> = { zh: "zh-CN", en: "en-GB" };
const made = new Map<string, Intl.DateTimeFormat>();

function formatter(key: string, locale: string, options: Intl.DateTimeFormatOptions) {
  const name = `${key} ${locale} ${options.timeZone}`;
  let found = made.get(name);
  if (!found) {
    found = new Intl.DateTimeFormat(locale, { hourCycle: "h23", ...options });
    made.set(name, found);
  }
  return found;
}

const PARTS = {
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
} as const;

interface Clock {
  day: string;
  time: string;
  seconds: string;
}
const KEPT = 1000;
const read = new Map<string, Clock>();

/** "2026-11-22" and "08:30" on the clocks of a zone. */
export function local(at: Date, zone: string): Clock {
  // A line of talk reads its time and that of the one before several times, and reading is slow.
  const name = `${at.getTime()} ${zone}`;
  let found = read.get(name);
  if (!found) {
    if (read.size >= KEPT) read.clear();
    found = clockAt(at, zone);
    read.set(name, found);
  }
  return found;
}

function clockAt(at: Date, zone: string): Clock {
  const parts = formatter("parts", "en-CA", { ...PARTS, timeZone: zone }).formatToParts(at);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
  return {
    day: `${part("year")}-${part("month")}-${part("day")}`,
    time: `${part("hour")}:${part("minute")}`,
    seconds: part("second"),
  };
}

/** The day of a moment, "2026-11-22"; pages group by it. */
export function dayOf(at: string | Date, zone: string): string {
  return local(new Date(at), zone).day;
}

/** "08:30" today, "11-21 08:30" this year, "2025-11-21 08:30" else. */
export function shortTime(at: string | Date, now: Date, zone: string): string {
  const then = local(new Date(at), zone);
  const today = local(now, zone);
  if (then.day === today.day) return then.time;
  const sameYear = then.day.slice(0, 4) === today.day.slice(0, 4);
  return `${sameYear ? then.day.slice(5) : then.day} ${then.time}`;
}

/** "2026-11-21 08:30": for tables and files, where no day goes without saying. */
export function wallTime(at: string | Date, zone: string): string {
  const { day, time } = local(new Date(at), zone);
  return `${day} ${time}`;
}

/** The whole moment, with the zone's name. */
export function wholeTime(at: string | Date, zone: string): string {
  const then = local(new Date(at), zone);
  return `${then.day} ${then.time}:${then.seconds} (${zone})`;
}

/** A day for people: "11月22日 周日", "Sun 22 Nov". */
export function dayName(day: string, language: Language): string {
  const at = new Date(`${day}T12:00:00Z`);
  const options = { weekday: "short", month: "short", day: "numeric", timeZone: "UTC" } as const;
  return formatter("day", LOCALES[language], options).format(at);
}

/** "周日", "Sun". */
export function weekdayName(day: string, language: Language): string {
  const at = new Date(`${day}T12:00:00Z`);
  return formatter("weekday", LOCALES[language], { weekday: "short", timeZone: "UTC" }).format(at);
}

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** "3 分钟前", "in 2 hours"; null within a minute. */
export function ago(at: string | Date, now: Date, language: Language): string | null {
  const seconds = (new Date(at).getTime() - now.getTime()) / 1000;
  const unit = UNITS.find(([, size]) => Math.abs(seconds) >= size);
  if (!unit) return null;
  const relative = new Intl.RelativeTimeFormat(LOCALES[language], { numeric: "always" });
  return relative.format(Math.trunc(seconds / unit[1]), unit[0]);
}

const SPANS = [
  { size: 86_400, zh: "天", en: "d" },
  { size: 3_600, zh: "小时", en: "h" },
  { size: 60, zh: "分钟", en: "min" },
  { size: 1, zh: "秒", en: "s" },
] as const;

/** A length of time by its two largest units: "45 秒", "12 分钟", "3 小时 5 分钟", "2 d 4 h". */
export function lasting(seconds: number, language: Language): string {
  const whole = Math.max(0, Math.round(seconds));
  const first = SPANS.findIndex(({ size }) => whole >= size);
  const largest = SPANS[first];
  if (!largest) return `0 ${SPANS[3][language]}`;
  const count = Math.floor(whole / largest.size);
  const said = `${count} ${largest[language]}`;
  const next = SPANS[first + 1];
  const rest = next && next.size > 1 ? Math.floor((whole % largest.size) / next.size) : 0;
  return next && rest ? `${said} ${rest} ${next[language]}` : said;
}
