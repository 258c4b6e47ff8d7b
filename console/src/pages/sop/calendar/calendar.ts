// What the calendar shows: its period, its filter, its lines by day. Pure.
import type { Of } from "@/api/types";
import { numberIn } from "@/parts/address";
import { addDays, addMonths, isDay, monthOf, monthWeeks, weekDays, weekOf } from "@/parts/days";
import { countsOf, type Shown, worst } from "@/parts/standings";

export type Line = Of<"Line">;
export type View = "month" | "week" | "day";
export const VIEWS: readonly View[] = ["month", "week", "day"];

/** What is looked at: a view around a day, and a filter. It stands in the address. */
export interface Looked {
  view: View;
  day: string;
  room: number | null;
  plan: string | null;
  seat: string | null;
  person: string | null;
}

/** Reads an address; what cannot be right is left out. */
export function lookedAt(asked: URLSearchParams, today: string): Looked {
  const view = asked.get("view");
  const day = asked.get("day");
  return {
    view: view === "month" || view === "day" ? view : "week",
    day: isDay(day) ? day : today,
    room: numberIn(asked, "room"),
    plan: asked.get("plan") || null,
    seat: asked.get("seat") || null,
    person: asked.get("person") || null,
  };
}

/** Writes it: only what differs from what one sees first. */
export function addressOf(looked: Looked, today: string): Record<string, string> {
  const said: Record<string, string> = {};
  if (looked.view !== "week") said.view = looked.view;
  if (looked.day !== today) said.day = looked.day;
  for (const name of ["room", "plan", "seat", "person"] as const)
    if (looked[name] !== null) said[name] = String(looked[name]);
  return said;
}

/** What the API is asked for: the period as it names it. */
export function periodOf({ view, day }: Pick<Looked, "view" | "day">): Record<string, string> {
  if (view === "month") return { month: monthOf(day) };
  return view === "week" ? { week: weekOf(day) } : { day };
}

/** One period later (or earlier, by -1). */
export function moved(looked: Looked, by: 1 | -1): Looked {
  const { view, day } = looked;
  if (view === "month") return { ...looked, day: `${monthOf(addMonths(day, by))}-01` };
  return { ...looked, day: addDays(day, view === "week" ? 7 * by : by) };
}

/** The days that a view shows, in weeks. */
export function daysOf({ view, day }: Pick<Looked, "view" | "day">): string[][] {
  if (view === "month") return monthWeeks(day);
  return view === "week" ? [weekDays(day)] : [[day]];
}

/** Whether nothing is filtered. */
export function isWhole(looked: Looked): boolean {
  return [looked.room, looked.plan, looked.seat, looked.person].every((one) => one === null);
}

/** Lines by their day. */
export function byDay(lines: readonly Line[]): Map<string, Line[]> {
  const days = new Map<string, Line[]>();
  for (const line of lines) {
    const there = days.get(line.day);
    if (there) there.push(line);
    else days.set(line.day, [line]);
  }
  return days;
}

/** Lines of one step on one day, as one: `until` is the time of the last. */
export interface Folded {
  line: Line; // the first; its numbers are those of all
  times: number;
  until: string;
}

const OFTEN = 3; // times a day from which a step is one line

/** What comes often on a day (a rhythm, welcomes) is one line there. */
export function folded(lines: readonly Line[]): Folded[] {
  const alike = new Map<string, Line[]>();
  for (const line of lines) {
    const name = `${line.plan} ${line.step}`;
    const there = alike.get(name);
    if (there) there.push(line);
    else alike.set(name, [line]);
  }
  return [...alike.values()]
    .flatMap((some) => (some.length < OFTEN ? some.map((one) => asOne([one])) : [asOne(some)]))
    .sort((a, b) => (a.line.due < b.line.due ? -1 : a.line.due > b.line.due ? 1 : 0));
}

function asOne(some: readonly Line[]): Folded {
  const [first] = some;
  const last = some.at(-1);
  if (!first || !last) throw new Error("a fold of no lines");
  const standings: Record<string, number> = {};
  for (const { standings: given } of some)
    for (const [name, count] of Object.entries(given))
      standings[name] = (standings[name] ?? 0) + (count ?? 0);
  const same = some.every((one) => one.room !== null && one.room === first.room);
  const line = {
    ...first,
    standings,
    rooms: some.reduce((total, one) => total + one.rooms, 0),
    laid_out: some.reduce((total, one) => total + one.laid_out, 0),
    room: same || some.length === 1 ? first.room : null,
  };
  return { line, times: some.length, until: last.time };
}

/** What stands for a line: the most pressing of its rooms. */
export function signOf(line: Line): Shown {
  return worst(countsOf(line));
}

/** A line's name for React: no two lines have the same. */
export function keyOf(line: Line): string {
  return `${line.due} ${line.plan} ${line.step} ${line.zone}`;
}

/** The choices of a filter, from what the unfiltered period holds. */
export function choicesOf(lines: readonly Line[]): {
  plans: { value: string; label: string }[];
  seats: { value: string; label: string }[];
  people: { value: string; label: string }[];
} {
  const plans = new Map(lines.map((line) => [line.plan, line.plan_title]));
  const names = (all: (string | null)[]) =>
    [...new Set(all)]
      .filter((one): one is string => Boolean(one))
      .sort()
      .map((one) => ({ value: one, label: one }));
  return {
    plans: [...plans].map(([value, label]) => ({ value, label })),
    seats: names(lines.map((line) => line.seat)),
    people: names(lines.map((line) => line.person)),
  };
}
