// How steps stand, and which of several is what one should see first. Pure.
import type { Of } from "@/api/types";

export type Standing = Of<"GridCell">["standing"];
export type Shown = Standing | "foreseen"; // foreseen: not laid out yet

/** The most pressing first. */
export const BY_WEIGHT: readonly Shown[] = [
  "failed",
  "held",
  "overdue",
  "late",
  "under_way",
  "skipped",
  "planned",
  "foreseen",
  "done",
];

/** What stands for all of them. */
export function worst(counts: Partial<Record<Shown, number>>): Shown {
  return BY_WEIGHT.find((one) => (counts[one] ?? 0) > 0) ?? "foreseen";
}

/** The numbers of a line, with those that are not laid out yet apart. */
export function countsOf(line: {
  standings: Record<string, number>;
  rooms: number;
  laid_out: number;
}): Partial<Record<Shown, number>> {
  const foreseen = line.rooms - line.laid_out;
  const planned = (line.standings.planned ?? 0) - foreseen;
  const counts: Partial<Record<Shown, number>> = { ...line.standings };
  if (planned > 0) counts.planned = planned;
  else delete counts.planned;
  if (foreseen > 0) counts.foreseen = foreseen;
  return counts;
}

/** Adds up how many of each. */
export function sum(
  all: readonly Partial<Record<Shown, number>>[],
): Partial<Record<Shown, number>> {
  const total: Partial<Record<Shown, number>> = {};
  for (const counts of all)
    for (const one of BY_WEIGHT) {
      const more = counts[one] ?? 0;
      if (more > 0) total[one] = (total[one] ?? 0) + more;
    }
  return total;
}
