import { expect, test } from "vitest";
import { numberIn } from "./address";

test("an address names a thing by its number", () => {
  expect(numberIn(new URLSearchParams("id=17"), "id")).toBe(17);
});

test.each(["", "id=", "id=0", "id=-3", "id=1.5", "id=abc", "id=1e400", "id=9007199254740993"])(
  "%j names nothing",
  (asked) => {
    expect(numberIn(new URLSearchParams(asked), "id")).toBeNull();
  },
);
