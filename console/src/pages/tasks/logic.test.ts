import { expect, test } from "vitest";
import { actsOf, groupOf, groups, lookOf, type Task } from "./logic";

const NOW = new Date("2026-05-20T04:00:00Z"); // noon in Shanghai
const ZONE = "Asia/Shanghai";
const asked = (text: string) => new URLSearchParams(text);

function task(id: number, due: string | null, state: Task["state"] = "open"): Task {
  return { id, due, state } as Task;
}

test.each([
  ["2026-05-20T04:00:00Z", "late"],
  ["2026-05-20T04:00:01Z", "today"],
  ["2026-05-20T15:59:00Z", "today"],
  ["2026-05-20T16:00:00Z", "later"],
  [null, "anytime"],
])("what is due at %s stands under %s", (due, group) => {
  expect(groupOf(task(1, due), NOW, ZONE)).toBe(group);
});

test("what nobody did stands first, then what is late, each by its deadline", () => {
  const found = groups(
    [
      task(1, null),
      task(2, "2026-05-20T06:00:00Z"),
      task(3, "2026-05-20T05:00:00Z"),
      task(4, "2026-05-20T03:00:00Z"),
      task(5, null, "held"),
    ],
    NOW,
    ZONE,
  );

  expect(found.map(([group, tasks]) => [group, tasks.map((one) => one.id)])).toEqual([
    ["held", [5]],
    ["late", [4]],
    ["today", [3, 2]],
    ["anytime", [1]],
  ]);
});

test("who has tasks of their own begins with those", () => {
  expect(lookOf(asked(""), true).whose).toBe("mine");
  expect(lookOf(asked(""), false).whose).toBe("all");
  expect(lookOf(asked("whose=all&view=done&id=3"), true)).toEqual({
    whose: "all",
    view: "done",
    id: 3,
  });
  expect(lookOf(asked("whose=x&view=y&id=z"), true)).toEqual({
    whose: "mine",
    view: "open",
    id: null,
  });
});

test("only what waits can be done or given away", () => {
  expect(actsOf("open")).toEqual(["done", "cannot", "give"]);
  expect(actsOf("held")).toEqual(["done", "give"]);
  expect(actsOf("done")).toEqual([]);
});
