// The queue of cases: which comes next, how far one is. Pure.
import type { Of } from "@/api/types";

export type Case = Of<"Case">;
export type Decision = Of<"Decision">;
export type Word = Decision | "undo";

/** Who was quicker, with what, and when. */
export interface Quicker {
  name: string;
  state: string;
  at: string;
}

/** What somebody said of a case in this sitting, and whether the service has it. */
export interface Said {
  case: number;
  word: Word;
  state: "saving" | "done" | "refused";
  problem?: unknown; // why it was refused: what was thrown
  quicker?: Quicker; // who decided it before
  text: string; // of the case, to tell which it was
  alone?: boolean; // of one message: its case waits on without it
}

/** The last word on each case as a whole. */
function lastOf(said: readonly Said[]): Map<number, Said> {
  return new Map(said.filter((one) => !one.alone).map((one) => [one.case, one]));
}

/** What is left: cases on which a word is said are gone, unless it was refused or taken back. */
export function left(cases: readonly Case[], said: readonly Said[]): Case[] {
  const last = lastOf(said);
  return cases.filter((one) => {
    const word = last.get(one.id);
    return !word || word.state === "refused" || word.word === "undo";
  });
}

/** The case after this one, or the one before where it was the last; null where none is left. */
export function nextOf(cases: readonly Case[], current: number | null): number | null {
  const at = cases.findIndex((one) => one.id === current);
  if (at < 0) return cases[0]?.id ?? null;
  return cases[at + 1]?.id ?? cases[at - 1]?.id ?? null;
}

/** Where one comes with a step down (1) or up (-1); the ends hold. */
export function stepFrom(
  cases: readonly Case[],
  current: number | null,
  step: 1 | -1,
): number | null {
  const at = cases.findIndex((one) => one.id === current);
  if (at < 0) return cases[0]?.id ?? null;
  return cases[Math.min(Math.max(at + step, 0), cases.length - 1)]?.id ?? null;
}

/** How many were decided in this sitting, of how many there were. */
export function progress(waiting: number, said: readonly Said[]): { done: number; of: number } {
  const last = lastOf(said);
  const done = [...last.values()].filter(
    (one) => one.word !== "undo" && one.state !== "refused",
  ).length;
  return { done, of: done + waiting };
}

/** The word that "undo" takes back: the last one that the service has. */
export function undoable(said: readonly Said[]): Said | null {
  const last = lastOf(said);
  const kept = said.filter((one) => last.get(one.case) === one);
  return kept.findLast((one) => one.word !== "undo" && one.state === "done") ?? null;
}

/** The reasons of a case, one by one. */
export function reasonsOf(reason: string): string[] {
  return reason
    .split(/[；;\n]/)
    .map((one) => one.trim())
    .filter(Boolean);
}

/** How sure, in percent; never 100 for what is not certain. */
export function percent(score: number): number {
  return score >= 1 ? 100 : Math.min(99, Math.round(score * 100));
}
