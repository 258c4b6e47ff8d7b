import { expect, test } from "vitest";
import { around, listed } from "./sentences";

test("a sentence leaves a place for a time wherever its language wants it", () => {
  expect(around((time) => `${time} 通知下一位同事`)).toEqual(["", " 通知下一位同事"]);
  expect(around((time) => `Told at ${time}.`)).toEqual(["Told at ", "."]);
  expect(around(() => "Nobody is left")).toEqual(["Nobody is left", ""]);
});

test("names are listed as each language lists them", () => {
  expect(listed(["王老师", "李老师"], "zh")).toBe("王老师、李老师");
  expect(listed(["Wang", "Li"], "en")).toBe("Wang, Li");
});
