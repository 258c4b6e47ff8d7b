import { expect, test } from "vitest";
import { emptyPlan, freeName, nameIn, renamed } from "./fresh";

test("a name that is taken gets a number", () => {
  expect(freeName("week", ["day"])).toBe("week");
  expect(freeName("week", ["week", "week-2"])).toBe("week-3");
});

test("a text is renamed in its own line, its comment stays", () => {
  expect(renamed("# x\nname: week   # 名字\ntitle: name: a", "two")).toBe(
    "# x\nname: two   # 名字\ntitle: name: a",
  );
});

test("the name of a text is read as it is typed", () => {
  expect(nameIn('a: 1\nname: "week-1"\n')).toBe("week-1");
  expect(nameIn("name: 第一周 # x")).toBe("第一周");
  expect(nameIn("name: a b")).toBe("");
  expect(nameIn("title: name: x")).toBe("");
  expect(nameIn(emptyPlan("new", "新"))).toBe("new");
});
