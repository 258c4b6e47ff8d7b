import { expect, test } from "vitest";
import {
  chips,
  highest,
  type Kind,
  levelOf,
  line,
  type Need,
  round,
  sections,
  strangest,
  titleOf,
} from "./logic";

function need(kind: Kind, more: Partial<Need> = {}): Need {
  return {
    kind,
    id: "1",
    about: "",
    words: "",
    reason: "",
    severity: "info",
    since: "2026-05-20T04:00:00Z",
    due: null,
    late: false,
    room: null,
    room_name: "",
    student_id: null,
    name: "",
    message: null,
    owner: null,
    mine: false,
    alert: null,
    may: [],
    link: "/now",
    ...more,
  };
}

test("what is critical stands above what is late, and that above the rest", () => {
  const late = need("task", { late: true });
  const down = need("gateway", { severity: "critical", late: true });
  const lead = need("lead");

  const found = sections([down, late, lead]);

  expect(found.map((one) => [one.key, one.needs])).toEqual([
    ["urgent", [down]],
    ["late", [late]],
    ["waiting", [lead]],
  ]);
});

test("a section without anything is not shown", () => {
  expect(sections([])).toEqual([]);
  expect(sections([need("case")]).map((one) => one.key)).toEqual(["waiting"]);
});

test("chips count each kind, the most first", () => {
  expect(chips([need("lead"), need("case"), need("lead")])).toEqual([
    { kind: "lead", count: 2 },
    { kind: "case", count: 1 },
  ]);
});

test.each([
  [{ count: 100, usual: 100, spread: 5, weeks: 8 }, "usual"],
  [{ count: 121, usual: 100, spread: 5, weeks: 8 }, "above"],
  [{ count: 79, usual: 100, spread: 5, weeks: 8 }, "below"],
  [{ count: 121, usual: 100, spread: 50, weeks: 8 }, "usual"],
  [{ count: 2, usual: 0, spread: 0, weeks: 8 }, "usual"],
  [{ count: 3, usual: 0, spread: 0, weeks: 8 }, "above"],
  [{ count: 900, usual: 1, spread: 0, weeks: 2 }, "unknown"],
  [{ count: 5, usual: null, spread: null, weeks: 0 }, "unknown"],
] as const)("%j is %s", (figure, level) => {
  expect(levelOf(figure)).toBe(level);
});

test.each([
  [0, 0],
  [2.26, 2.5],
  [9.9, 10],
  [23.5, 24],
])("%d is shown as %d", (value, shown) => {
  expect(round(value)).toBe(shown);
});

test("a line goes from the first hour on, and never out of its box", () => {
  expect(line([0, 5, 10, 99], 10, 23, 20)).toBe("M0.0 20.0L1.0 10.0L2.0 0.0L3.0 0.0");
  expect(line([1], 10, 23, 20)).toBe("");
  expect(highest([], [])).toBe(1);
  expect(highest([1, 7], [3])).toBe(7);
});

test("of a room's figures the one farthest from usual is told", () => {
  const calm = { measure: "joins", count: 5, usual: 5, spread: 1, weeks: 8 } as const;
  const loud = { measure: "messages", count: 50, usual: 10, spread: 1, weeks: 8 } as const;
  const more = { measure: "adverts", count: 9, usual: 0, spread: 0, weeks: 8 } as const;

  expect(strangest([calm, more, loud])).toBe(loud);
  expect(strangest([calm])).toBeUndefined();
});

test.each([
  ["case", "advert", "case"],
  ["case", "report", "report"],
  ["delivery", "held", "delivery"],
  ["delivery", "unknown", "unknown"],
  ["task", "held", "held"],
  ["task", "open", "task"],
  ["gateway", "paused", "paused"],
  ["gateway", "logged_out", "gateway"],
] as const)("a %s that is %s is called %s", (kind, about, title) => {
  expect(titleOf({ kind, about })).toBe(title);
});
