import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { everyOf, everyShown, freshId, freshWhen, listOf, measuresOf, typedValue } from "./fields";
import { shapeOf } from "./shape";

const FILE = new URL("../../../../../sop/library/new-class-week.yaml", import.meta.url);

test("a plan of the library is shown with its seats, steps and what only its text shows", () => {
  const shape = shapeOf(readFileSync(FILE, "utf-8"));
  expect(shape?.title).toBe("新班第一周");
  expect(shape?.seats.find((one) => one.name === "old-student")).toEqual({
    name: "old-student",
    role: "fan",
    account: "",
    person: "lin",
    others: ["stand_ins"],
  });
  const intro = shape?.steps[1];
  expect(intro?.kind).toBe("after");
  expect(intro?.expect).toEqual({ speakers: "10%", within: "2h" });
  expect(intro?.otherwise.map((one) => [one.seat, one.delay, one.others])).toEqual([
    ["old-student", "", []],
    ["tutor", "3h", []],
  ]);
  expect(shape?.steps[0]?.others).toEqual(["grace", "mention_all"]);
});

test("a step knows its lines, so that its mistakes are shown with it", () => {
  const shape = shapeOf("name: a\nsteps:\n  - id: x\n    say: y\n\n  - id: z\n");
  expect(shape?.steps.map((one) => [one.first, one.last])).toEqual([
    [3, 4],
    [6, 6],
  ]);
});

test("what is no plan is not shown", () => {
  for (const odd of ["", "- 1", "a: [", "text"]) expect(shapeOf(odd)).toBeNull();
  expect(shapeOf("steps: {a: 1}\nseats: [1]")).toMatchObject({ seats: [], steps: [] });
  expect(shapeOf("steps: [1, null]")?.steps).toHaveLength(2);
});

test("what people type becomes what a plan has", () => {
  expect(typedValue(" 3 ")).toBe(3);
  expect(typedValue("10%")).toBe("10%");
  expect(typedValue("  ")).toBeUndefined();
  expect(listOf("打卡，卡住 a、b")).toEqual(["打卡", "卡住", "a", "b"]);
  expect(everyOf("mon, wed")).toEqual(["mon", "wed"]);
  expect(everyOf("*/30 9-17 * * 1-5")).toBe("*/30 9-17 * * 1-5");
  expect(everyShown(["mon", "wed"])).toBe("mon, wed");
  expect(freshId(["step-2", "a"])).toBe("step-3");
});

test("another way to say when keeps the wall time", () => {
  expect(freshWhen("every", { day: 1, at: "08:15" }, "")).toEqual({ every: "day", at: "08:15" });
  expect(freshWhen("after", { day: 1, at: "08:15" }, "greet")).toEqual({
    after: "greet",
    delay: "10m",
  });
});

test("several reactions are shown in the order of the text", () => {
  expect(measuresOf({ speakers: 3, within: "2h" })).toEqual(["speakers"]);
  expect(measuresOf({ replies: 3, speakers: 5, words: ["a"] })).toEqual(["replies", "speakers"]);
});
