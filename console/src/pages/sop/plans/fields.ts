// What the form's fields write: values as a plan has them, from what people type. Pure.
import { MEASURES, type Measure, type WhenKind } from "./shape";
import { beyond, type Fields, said } from "./values";

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

/** The reactions that are counted, as they stand; of several every one has to be reached. */
export function measuresOf(expect: Fields): Measure[] {
  return Object.keys(expect).flatMap((key) => MEASURES.find((one) => one === key) ?? []);
}

/** What an expectation has that no field shows. */
export function beyondExpect(expect: Fields): string[] {
  return beyond(expect, [...MEASURES, "words", "within"]);
}

/** A name that no step has yet: step-3. */
export function freshId(taken: readonly string[]): string {
  let number = taken.length + 1;
  while (taken.includes(`step-${number}`)) number += 1;
  return `step-${number}`;
}
