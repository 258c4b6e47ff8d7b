import { expect, test } from "vitest";
import { fresh } from "./freshAlerts";
import { MENU } from "./menu";
import { entryOf, visible } from "./useMenu";

const page = (path: string, right: "see" | "keep") =>
  ({ path, right, label: "account", icon: null, group: "work" }) as const;

test("one sees the pages that one may open", () => {
  const menu = [page("/now", "see"), page("/settings", "keep")];
  expect(visible(menu, ["see"]).map((one) => one.path)).toEqual(["/now"]);
});

test("a page below another's address belongs to the nearest", () => {
  const menu = [page("/sop", "see"), page("/sop/plans", "see")];
  expect(entryOf(menu, "/sop/plans/first-days")?.path).toBe("/sop/plans");
  expect(entryOf(menu, "/sop")?.path).toBe("/sop");
  expect(entryOf(menu, "/sophia")).toBeUndefined();
});

test("the bar of a phone has room for four pages and the rest", () => {
  expect(MENU.filter((one) => one.prime).length).toBeLessThanOrEqual(4);
});

test("no address stands in the menu twice", () => {
  expect(new Set(MENU.map((one) => one.path)).size).toBe(MENU.length);
});

test("what was there at the first look is not new; later only what is newer", () => {
  const alerts = [{ id: 9 }, { id: 8 }, { id: 7 }];
  expect(fresh(alerts, null)).toEqual([]);
  expect(fresh(alerts, 7)).toEqual([{ id: 8 }, { id: 9 }]);
});
