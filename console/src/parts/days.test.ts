import { expect, test } from "vitest";
import {
  addDays,
  addMonths,
  daysBetween,
  isDay,
  mondayOf,
  monthWeeks,
  weekDays,
  weekOf,
} from "./days";

test("a week begins on Monday", () => {
  expect(mondayOf("2026-03-02")).toBe("2026-03-02");
  expect(mondayOf("2026-03-08")).toBe("2026-03-02");
  expect(weekDays("2026-03-04").at(-1)).toBe("2026-03-08");
});

test("a week has the number of its Thursday", () => {
  expect(weekOf("2026-03-02")).toBe("2026-W10");
  expect(weekOf("2025-12-29")).toBe("2026-W01");
  expect(weekOf("2027-01-03")).toBe("2026-W53");
  expect(weekOf("2024-12-30")).toBe("2025-W01");
});

test("a month later is the last day where there is no such day", () => {
  expect(addMonths("2026-01-31", 1)).toBe("2026-02-28");
  expect(addMonths("2026-03-31", -1)).toBe("2026-02-28");
  expect(addMonths("2026-12-15", 1)).toBe("2027-01-15");
});

test("days are counted over months and years", () => {
  expect(addDays("2026-02-28", 1)).toBe("2026-03-01");
  expect(daysBetween("2025-12-31", "2026-01-02")).toBe(2);
});

test("a month is shown in whole weeks", () => {
  const weeks = monthWeeks("2026-11-22");
  expect(weeks.length).toBe(6);
  expect(weeks[0]?.[0]).toBe("2026-10-26");
  expect(weeks.at(-1)?.at(-1)).toBe("2026-12-06");
  expect(monthWeeks("2027-02-10").length).toBe(4);
});

test("only days that there are count as days", () => {
  expect(isDay("2026-02-28")).toBe(true);
  expect(isDay("2026-02-30")).toBe(false);
  expect(isDay("2026-2-3")).toBe(false);
  expect(isDay("9999-99-99")).toBe(false);
  expect(isDay(null)).toBe(false);
});
