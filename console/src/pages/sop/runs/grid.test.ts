import { expect, test } from "vitest";
import {
  actsOf,
  type Cell,
  countsOf,
  dateOf,
  folded,
  gridOf,
  inTrouble,
  type Part,
  type Row,
} from "./grid";

const row = (step: string, day: number | null, time: string): Row => ({
  step,
  title: step,
  seat: "teacher",
  person: null,
  day,
  time,
});
const cell = (at: number, over: Partial<Cell> = {}): Cell => ({
  row: at,
  id: 100 + at,
  task: null,
  standing: "done",
  due: "2026-03-02T01:00:00Z",
  at: null,
  who: "sim",
  outcome: "",
  count: 1,
  ...over,
});
const part = (rows: Row[], room: number, cells: Cell[]): Part => ({
  rows,
  items: [{ run: { id: room, room } as Part["items"][number]["run"], cells }],
  next: null,
});

test("parts of other rooms share the rows of the plan's days", () => {
  const a = part([row("hello", 1, "09:00"), row("share", 3, "10:00")], 1, [cell(0), cell(1)]);
  const b = part([row("hello", 1, "09:00"), row("more", 2, "08:00"), row("share", 3, "10:00")], 2, [
    cell(1),
    cell(2),
  ]);
  const grid = gridOf([a, b]);
  expect(grid.rows.map((one) => one.row.step)).toEqual(["hello", "more", "share"]);
  expect(grid.columns.map((one) => [...one.cells.keys()])).toEqual([
    ["1 09:00 hello", "3 10:00 share"],
    ["2 08:00 more", "3 10:00 share"],
  ]);
});

test("days before the first come first, what follows an event comes last", () => {
  const grid = gridOf([
    part([row("eve", -1, "20:00"), row("hello", 1, "09:00"), row("welcome", null, "")], 1, []),
    part([row("early", 1, "08:00"), row("late", 1, "21:00")], 2, []),
  ]);
  expect(grid.rows.map((one) => one.row.step)).toEqual([
    "eve",
    "early",
    "hello",
    "late",
    "welcome",
  ]);
});

test("steps of one moment stay in the plan's order", () => {
  const grid = gridOf([part([row("z", 1, "09:00"), row("a", 1, "09:00")], 1, [])]);
  expect(grid.rows.map((one) => one.row.step)).toEqual(["z", "a"]);
});

test("a room is in trouble where a person is asked for", () => {
  expect(inTrouble([cell(0), cell(1, { standing: "held" })])).toBe(true);
  expect(inTrouble([cell(0), cell(1, { standing: "late" })])).toBe(false);
});

test("what is not laid out yet is counted apart from what is to come", () => {
  const cells = [
    cell(0),
    cell(1, { standing: "planned" }),
    cell(2, { standing: "planned", id: null }),
  ];
  expect(countsOf(cells)).toEqual({ done: 1, planned: 1, foreseen: 1 });
});

test("a day of the plan is a date in each room", () => {
  expect(dateOf(row("a", 3, "09:00"), "2026-02-27")).toBe("2026-03-01");
  expect(dateOf(row("a", null, ""), "2026-02-27")).toBeNull();
});

test("what is over cannot be moved, and what a person has is done in their task", () => {
  expect(actsOf(cell(0), true)).toEqual([]);
  expect(actsOf(cell(0, { standing: "planned" }), true)).toEqual(["skip", "unskip", "move"]);
  expect(actsOf(cell(0, { standing: "planned" }), false)).toEqual(["skip", "unskip"]);
  expect(actsOf(cell(0, { standing: "held" }), true)).toEqual(["approve", "skip"]);
  expect(actsOf(cell(0, { standing: "held", task: 3 }), true)).toEqual([]);
  expect(actsOf(cell(0, { standing: "failed" }), true)).toEqual(["approve"]);
  expect(actsOf(cell(0, { standing: "skipped" }), true)).toEqual(["approve", "unskip"]);
});

test("a rhythm is one row a day, showing what presses most of its times", () => {
  const rows = ["09:00", "09:30", "10:00"].map((time) => row("water", 1, time));
  const grid = folded(
    gridOf([
      part([...rows, row("late", 1, "21:00")], 1, [
        cell(0),
        cell(1, { standing: "failed" }),
        cell(2),
        cell(3),
      ]),
    ]),
  );
  expect(grid.rows.map((one) => [one.row.step, one.row.time])).toEqual([
    ["water", "09:00–10:00"],
    ["late", "21:00"],
  ]);
  const [room] = grid.columns;
  const water = room?.cells.get(grid.rows[0]?.key ?? "");
  expect([water?.standing, water?.count, water?.id]).toEqual(["failed", 3, 101]);
  expect(room?.cells.get(grid.rows[1]?.key ?? "")?.count).toBe(1);
});
