// What the form's fields write: values as a plan has them, from what people type. Pure.
import { type Fields, MEASURES, said, type WhenKind } from "./shape";

const FRESH: Record<WhenKind, Fields> = {
  day: { day: 1, at: "09:00" },
  every: { every: "day", at: "20:00" },
  after: { after: "", delay: "10m" },
  date: { date: "", at: "09:00" },
  event: { event: "member_joined", delay: "2m" },
  event_day: { event_day: -7, at: "20:00" },
  before_event: { before_event: "2h" },
};

/** The first values when somebody chooses another way to say when; a wall time is kept. */
export function freshWhen(kind: WhenKind, before: Fields, step: string): Fields {
  const fresh = { ...FRESH[kind] };
  if ("at" in fresh && typeof before.at === "string") fresh.at = before.at;
  if (kind === "after") fresh.after = step;
  return fresh;
}

/** What people typed, as a number where it is one; undefined where it is nothing. */
export function typedValue(typed: string): string | number | undefined {
  const text = typed.trim();
  if (text === "") return undefined;
  return /^-?\d{1,9}$/.test(text) ? Number(text) : text;
}

/** The words of a list, from what people typed with commas of either kind. */
export function listOf(typed: string): string[] {
  return typed
    .split(/[,，、;；\s]+/)
    .map((one) => one.trim())
    .filter(Boolean);
}

/** Days as the form shows them: "day", or "mon, wed". */
export function everyOf(typed: string): string | string[] {
  const days = listOf(typed);
  const week = days.every((one) => /^(mon|tue|wed|thu|fri|sat|sun)$/.test(one));
  return week && days.length > 0 ? days : typed.trim();
}

/** How the days of a rhythm are shown. */
export function everyShown(every: unknown): string {
  return Array.isArray(every) ? every.map(said).join(", ") : said(every);
}

/** The one reaction that is expected; null where there are several, which only the text shows. */
export function measureOf(expect: Fields): (typeof MEASURES)[number] | null {
  const found = MEASURES.filter((one) => one in expect);
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** A name that no step has yet: step-3. */
export function freshId(taken: readonly string[]): string {
  let number = taken.length + 1;
  while (taken.includes(`step-${number}`)) number += 1;
  return `step-${number}`;
}
