import { expect, test } from "vitest";
import { askedOf, asks, filterIn, NO_FILTER, searchOf } from "./filter";

test("a filter stands in the address and is read from it again", () => {
  const filter = { ...NO_FILTER, text: "报名", kind: "image" as const, lead: true };
  expect(filterIn(searchOf(filter))).toEqual(filter);
  expect(asks(filter)).toBe(3);
  expect(asks(NO_FILTER)).toBe(0);
});

test("what makes no sense in an address asks nothing", () => {
  const found = filterIn(new URLSearchParams("kind=gossip&since=yesterday&text=%20%20"));
  expect(found).toEqual(NO_FILTER);
});

test("only what is set is asked of the API", () => {
  expect(askedOf({ ...NO_FILTER, own: true })).toEqual({ own: true });
  expect(askedOf({ ...NO_FILTER, since: "2026-05-20T08:30" }).since).toMatch(/Z$/);
});
