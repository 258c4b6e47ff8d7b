// A rehearsal as it is shown: by days, members' talk left out until it is asked for. Pure.
import type { Of } from "@/api/types";
import { wallTime } from "@/parts/time";

export type Rehearsal = Of<"Rehearsal">;
export type Line = Rehearsal["lines"][number];
export type Step = Rehearsal["steps"][number];

export interface Day {
  date: string; // by the wall clock of the room
  lines: Shown[];
}

export interface Shown {
  line: Line;
  time: string;
  step: Step | undefined; // whose words it is, at its first message
  planB: boolean;
  kind: "ours" | "beside" | "person" | "member" | "joined"; // beside: another plan that runs there
}

/** The lines of a rehearsal by days; `talk`: with what members say. */
export function daysOf(rehearsal: Rehearsal, talk: boolean, most: number): Day[] {
  const steps = new Map(rehearsal.steps.map((one) => [one.occurrence, one]));
  const told = new Set<number>();
  const days: Day[] = [];
  for (const line of linesOf(rehearsal, talk).slice(0, most)) {
    const [date = "", time = ""] = wallTime(line.at, rehearsal.zone).split(" ");
    if (days.at(-1)?.date !== date) days.push({ date, lines: [] });
    const first = line.occurrence !== null && !told.has(line.occurrence);
    if (line.occurrence !== null) told.add(line.occurrence);
    const step = first && line.occurrence !== null ? steps.get(line.occurrence) : undefined;
    days
      .at(-1)
      ?.lines.push({ line, time, step, planB: isPlanB(line.step), kind: kindOf(line, rehearsal) });
  }
  return days;
}

function kindOf(line: Line, rehearsal: Rehearsal): Shown["kind"] {
  if (line.kind === "person" || line.kind === "member" || line.kind === "joined") return line.kind;
  return line.plan && line.plan !== rehearsal.plan ? "beside" : "ours";
}

/** The lines that are shown. */
export function linesOf(rehearsal: Rehearsal, talk: boolean): Line[] {
  return talk ? rehearsal.lines : rehearsal.lines.filter((one) => !isTalk(one));
}

/** Whether a line is a member's, not the plan's. */
export function isTalk(line: Line): boolean {
  return line.kind === "member" || line.kind === "joined";
}

/** Whether a step is what is done when an expectation is missed: its name says so. */
export function isPlanB(step: string): boolean {
  return /\.otherwise\.\d+$/.test(step);
}

/** The line of a text in which a step begins, from 1; null where it does not stand there. */
export function lineOf(text: string, step: string): number | null {
  const written = step.replace(/\.(otherwise|then)\.\d+$/, "");
  const id = written.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const begins = new RegExp(`(^|[\\s{])id:\\s*["']?${id}["']?\\s*([,}#]|$)|^${id}:`);
  const at = text.split("\n").findIndex((one) => begins.test(one));
  return at < 0 ? null : at + 1;
}

/** The findings, the gravest first. */
export function graveFirst(findings: Rehearsal["findings"]): Rehearsal["findings"] {
  const weight = { error: 0, warning: 1, note: 2 } as Record<string, number>;
  return [...findings].sort((a, b) => (weight[a.weight] ?? 3) - (weight[b.weight] ?? 3));
}

/** Steps in the order of their time; one that comes again and again in a row stands once. */
export function inRows<S extends { step: string; past: boolean }>(
  dated: readonly S[],
): { first: S; more: number }[] {
  const rows: { first: S; more: number }[] = [];
  for (const one of dated) {
    const last = rows.at(-1);
    if (last && last.first.step === one.step && last.first.past === one.past) last.more += 1;
    else rows.push({ first: one, more: 0 });
  }
  return rows;
}
