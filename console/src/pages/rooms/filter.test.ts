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
  expect(askedOf({ ...NO_FILTER, own: true }, "Asia/Shanghai")).toEqual({ own: true });
});

test("a time that is looked for is one on the clocks of the house, wherever one looks from", () => {
  const filter = { ...NO_FILTER, since: "2026-05-20T08:30" };
  expect(askedOf(filter, "Asia/Shanghai")).toEqual({ since: "2026-05-20T00:30:00.000Z" });
  expect(askedOf(filter, "America/New_York")).toEqual({ since: "2026-05-20T12:30:00.000Z" });
});
