import { expect, test } from "vitest";
import {
  change,
  type Figures,
  isEmpty,
  leaving,
  listOf,
  type Measure,
  minutes,
  net,
  percent,
  rows,
  speaking,
  TABLE,
  totals,
} from "./figures";

const COUNTED: Partial<Record<Measure, number[]>> = {
  messages: [10, 30],
  speakers: [2, 4],
  joins: [3, 0],
  leaves: [1, 1],
};

function found(other: Partial<Figures> = {}): Figures {
  const figures = TABLE.map((measure) => {
    const by_day = COUNTED[measure] ?? [0, 0];
    const total = measure === "speakers" ? 5 : by_day.reduce((all, one) => all + one, 0);
    return { measure, by_day, total };
  });
  return {
    at: "2026-05-20T04:00:00Z",
    zone: "Asia/Shanghai",
    days: ["2026-05-18", "2026-05-19"],
    until: "2026-05-19T16:00:00Z",
    figures,
    waiting: { posts: 4, answered: 2, median: 11.04, within: [0, 0.5, 0.5] },
    waiting_by_day: [null, 4.26],
    members: 20,
    absence_factor: 1,
    heard: true,
    deaf: [],
    ...other,
  };
}

test("net growth is who came minus who left", () => {
  expect(net(found())).toBe(1);
  expect(net(undefined)).toBeNull();
});

test("the speaking rate is the mean of the days' speakers over members", () => {
  expect(speaking(found())).toBeCloseTo(0.15);
  expect(speaking(found({ members: 0 }))).toBeNull();
});

test("the leaving rate is leaves over members", () => {
  expect(leaving(found())).toBeCloseTo(0.1);
  expect(leaving(found({ members: 0 }))).toBeNull();
});

test.each([
  [12, 10, 0.2],
  [5, 10, -0.5],
  [5, 0, null],
  [0, 10, -1],
  [null, 10, null],
  [5, null, null],
])("%s after %s is a change of %s", (now, before, share) => {
  if (share === null) expect(change(now, before)).toBeNull();
  else expect(change(now, before)).toBeCloseTo(share);
});

test.each([
  [0.1234, "12%"],
  [0.0512, "5.1%"],
  [0.05, "5%"],
  [1, "100%"],
])("%s is shown as %s", (share, shown) => {
  expect(percent(share)).toBe(shown);
});

test("the table has a row a day with every figure, and the wait at its end", () => {
  const [first, second] = rows(found());

  expect(first?.slice(0, 5)).toEqual(["2026-05-18", 10, 2, 3, 1]);
  expect(second?.at(-1)).toBe(4.3);
  expect(first).toHaveLength(TABLE.length + 2);
});

test("the whole counts people once, so that its days do not add up", () => {
  expect(totals(found()).slice(0, 2)).toEqual([40, 5]);
  expect(totals(found()).at(-1)).toBe(11);
});

test.each([
  [null, null],
  [4.26, 4.3],
  [61.2, 61],
])("%s minutes are shown as %s", (given, shown) => {
  expect(minutes(given)).toBe(shown);
});

test("of many days the first are named", () => {
  const days = ["1", "2", "3", "4", "5", "6", "7", "8"];

  expect(listOf(days.slice(0, 2), "zh")).toBe("1、2");
  expect(listOf(days, "en")).toBe("1, 2, 3, 4, 5, 6, 7 …");
});

test("days are empty where nothing at all was counted in them", () => {
  const nothing = TABLE.map((measure) => ({ measure, by_day: [0, 0], total: 0 }));
  expect(isEmpty(found())).toBe(false);
  expect(isEmpty(found({ figures: nothing }))).toBe(true);
});
