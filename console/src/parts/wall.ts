// Between a moment and what a clock on the wall of the house shows ("2026-11-22T08:30"). Pure.
import { local } from "./time";

/** What a field `datetime-local` shows for a moment. */
export function wallOf(at: Date, zone: string): string {
  const { day, time } = local(at, zone);
  return `${day}T${time}`;
}

/** The moment that a wall time means; null for what is no time. */
export function momentOf(wall: string, zone: string): Date | null {
  const guess = new Date(`${wall}Z`);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(wall) || Number.isNaN(guess.getTime())) return null;
  // Twice: the first try may fall on the other side of a change of the clocks.
  const off = (at: Date) => new Date(`${wallOf(at, zone)}Z`).getTime() - at.getTime();
  const near = new Date(guess.getTime() - off(guess));
  return new Date(guess.getTime() - off(near));
}
