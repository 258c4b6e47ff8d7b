import { expect, test } from "vitest";
import { asksWhy, movesOf, moveTo, paceOf, stageOf } from "./board";

test("what can be done follows from the stage", () => {
  expect(movesOf({ state: "open" })).toEqual(["claim", "assign", "won", "lost"]);
  expect(movesOf({ state: "won" })).toEqual(["release"]);
});

test.each([
  ["open", "claimed", "claim"],
  ["claimed", "open", "release"],
  ["claimed", "won", "won"],
  ["lost", "open", "release"],
  ["won", "lost", null],
  ["lost", "claimed", null],
  ["open", "open", null],
] as const)("a lead that is %s, dropped onto %s: %s", (state, stage, move) => {
  expect(moveTo({ state }, stage)).toBe(move);
});

test("only an outcome asks why", () => {
  expect((["claim", "release", "assign", "won", "lost"] as const).filter(asksWhy)).toEqual([
    "won",
    "lost",
  ]);
});

test("an open lead is slow after a quarter of an hour and late after an hour", () => {
  const now = new Date("2026-05-20T12:00:00Z");
  const open = (since: string) => paceOf({ state: "open", since }, now);
  expect(open("2026-05-20T11:50:00Z")).toBe("fresh");
  expect(open("2026-05-20T11:45:00Z")).toBe("slow");
  expect(open("2026-05-20T11:00:00Z")).toBe("late");
  expect(paceOf({ state: "claimed", since: "2026-05-19T00:00:00Z" }, now)).toBe("over");
});

test("a state that is unknown stands with the open ones", () => {
  expect(stageOf({ state: "new" })).toBe("open");
});
