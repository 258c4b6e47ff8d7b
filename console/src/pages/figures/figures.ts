// What the page 数据 makes of the API's figures by day: changes, rates, rows of the table. Pure.
import type { Of } from "@/api/types";

export type Figures = Of<"DailyFigures">;
export type Measure = Of<"DayMeasure">;

/** A figure of the whole stretch; nothing where it was not counted. */
export function total(found: Figures | undefined, measure: Measure): number | null {
  return found?.figures.find((one) => one.measure === measure)?.total ?? null;
}

/** A figure of each day. */
export function byDay(found: Figures, measure: Measure): readonly number[] {
  return found.figures.find((one) => one.measure === measure)?.by_day ?? [];
}

/** The sum of several figures. */
export function sum(found: Figures | undefined, measures: readonly Measure[]): number | null {
  if (!found) return null;
  return measures.reduce((all, one) => all + (total(found, one) ?? 0), 0);
}

export const STAGES = ["leads_open", "leads_claimed", "leads_won", "leads_lost"] as const;

/** Joins minus leaves. */
export function net(found: Figures | undefined): number | null {
  return found ? (total(found, "joins") ?? 0) - (total(found, "leaves") ?? 0) : null;
}

/** 互动率: the mean of the days' speakers over members; nothing without members. */
export function speaking(found: Figures | undefined): number | null {
  if (!found || found.members === 0 || found.days.length === 0) return null;
  const spoke = byDay(found, "speakers").reduce((all, one) => all + one, 0);
  return spoke / found.days.length / found.members;
}

/** 退群率: leaves over members; nothing without members. */
export function leaving(found: Figures | undefined): number | null {
  if (!found || found.members === 0) return null;
  return (total(found, "leaves") ?? 0) / found.members;
}

/** How much more or less it is than before, as a share; null: that cannot be said. */
export function change(now: number | null, before: number | null): number | null {
  if (now === null || before === null || before <= 0) return null;
  return (now - before) / before;
}

/** "12 %" of 0.123; one digit after the point below ten. */
export function percent(share: number): string {
  const points = share * 100;
  const digits = Math.abs(points) < 10 ? 1 : 0;
  return `${Number(points.toFixed(digits))}%`;
}

export const TABLE: readonly Measure[] = [
  "messages",
  "speakers",
  "joins",
  "leaves",
  "adverts",
  "confirmed",
  "dismissed",
  ...STAGES,
  "questions",
  "answered",
  "posts",
  "responders",
  "clicks",
];

type Cell = string | number | null;

/** A row a day: its date, its figures, the median wait of its questions in minutes. */
export function rows(found: Figures): Cell[][] {
  const columns = TABLE.map((one) => byDay(found, one));
  return found.days.map((day, n) => [
    day,
    ...columns.map((one) => one[n] ?? 0),
    minutes(found.waiting_by_day[n] ?? null),
  ]);
}

/** The figures of the whole, in the order of the table. */
export function totals(found: Figures | undefined): Cell[] {
  return [...TABLE.map((one) => total(found, one)), minutes(found?.waiting.median ?? null)];
}

/** Minutes as they are shown: no digits after the point from ten on. */
export function minutes(value: number | null): number | null {
  if (value === null) return null;
  return Number(value.toFixed(value < 10 ? 1 : 0));
}

/** Whether none of these days held anything: a house that was opened today. */
export function isEmpty(found: Figures): boolean {
  return found.figures.every((one) => one.total === 0);
}

const NAMED = 7;

/** Some days as a list; of many the first. */
export function listOf(days: readonly string[], language: "zh" | "en"): string {
  const said = days.slice(0, NAMED).join(language === "zh" ? "、" : ", ");
  return days.length > NAMED ? `${said} …` : said;
}
