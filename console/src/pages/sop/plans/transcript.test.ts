import { expect, test } from "vitest";
import { daysOf, graveFirst, inRows, isPlanB, lineOf, type Rehearsal } from "./transcript";

const line = (at: string, kind: string, text: string, occurrence: number | null = null) => ({
  at,
  kind,
  who: "x",
  text,
  step: occurrence === null ? "" : "ask",
  plan: "",
  occurrence,
  media: "",
});
const REHEARSAL = {
  zone: "Asia/Shanghai",
  lines: [
    line("2026-03-01T15:59:00Z", "plan", "一", 1),
    line("2026-03-01T16:00:00Z", "plan", "二", 1),
    line("2026-03-01T16:01:00Z", "member", "好"),
  ],
  steps: [{ occurrence: 1, step: "ask", verdict: "met" }],
} as unknown as Rehearsal;

test("the talk is told by days of the room's own clock, members' only when asked for", () => {
  const days = daysOf(REHEARSAL, false, 10);
  expect(days.map((one) => [one.date, one.lines.map((shown) => shown.time)])).toEqual([
    ["2026-03-01", ["23:59"]],
    ["2026-03-02", ["00:00"]],
  ]);
  expect(daysOf(REHEARSAL, true, 10)[1]?.lines).toHaveLength(2);
  expect(daysOf(REHEARSAL, true, 1)).toHaveLength(1);
});

test("what came of a step stands at its first message", () => {
  const shown = daysOf(REHEARSAL, false, 10).flatMap((one) => one.lines);
  expect(shown.map((one) => one.step?.verdict)).toEqual(["met", undefined]);
});

test("what is done when an expectation is missed is plan B", () => {
  expect(isPlanB("ask.otherwise.2")).toBe(true);
  expect(isPlanB("ask.then.1")).toBe(false);
  expect(isPlanB("otherwise")).toBe(false);
});

test("the gravest finding is told first", () => {
  const findings = ["note", "error", "warning"].map((weight) => ({ weight }));
  const told = graveFirst(findings as unknown as Rehearsal["findings"]);
  expect(told.map((one) => one.weight)).toEqual(["error", "warning", "note"]);
});

test("a step that comes again and again in a row stands once", () => {
  const dated = ["a", "b", "b", "b", "a"].map((step) => ({ step, past: false }));
  expect(inRows(dated).map((one) => [one.first.step, one.more])).toEqual([
    ["a", 0],
    ["b", 2],
    ["a", 0],
  ]);
});

test("a step is found in the text, also by the name of what follows from it", () => {
  const text = "steps:\n  - id: ask-more\n  - {id: ask, say: x}\nlatecomers:\n  say: y";
  expect(lineOf(text, "ask")).toBe(3);
  expect(lineOf(text, "ask.otherwise.1")).toBe(3);
  expect(lineOf(text, "latecomers")).toBe(4);
  expect(lineOf(text, "none")).toBeNull();
});
