import { expect, test } from "vitest";
import type { Figures } from "./figures";
import { asked, askedBefore, type Look, lookOf, searchOf } from "./look";

const PAST: Look = { days: 28, today: false, rooms: [], table: false };
const of = (text: string) => lookOf(new URLSearchParams(text));

test("an address without a word asks for the past four weeks of all rooms", () => {
  expect(of("")).toEqual(PAST);
  expect(searchOf(PAST).toString()).toBe("");
});

test.each(["days=7", "days=90&today=1&rooms=3%2C5&view=table"])(
  "the look of %s is kept by its address",
  (text) => {
    expect(searchOf(of(text)).toString()).toBe(text);
  },
);

test("what makes no sense in an address asks nothing", () => {
  expect(of("days=8&rooms=x,-1,,2.5&view=cake")).toEqual(PAST);
});

test("past days end with yesterday, last days with today", () => {
  expect(asked(PAST, "2026-05-20")).toEqual({ days: 28, last: "2026-05-19" });
  expect(asked({ ...PAST, today: true, rooms: [1, 2] }, "2026-05-20")).toEqual({
    days: 28,
    last: "2026-05-20",
    rooms: "1,2",
  });
});

const found = {
  at: "2026-05-20T04:30:00Z",
  zone: "Asia/Shanghai",
  days: ["2026-05-14", "2026-05-20"],
} as unknown as Figures;

test("as many days before end where these begin", () => {
  expect(askedBefore({ ...PAST, days: 7 }, found)).toEqual({ days: 7, last: "2026-05-13" });
});

test("a running day is held against an earlier one up to the same time on the wall", () => {
  expect(askedBefore({ ...PAST, days: 7, today: true }, found).until).toBe("12:30");
});
