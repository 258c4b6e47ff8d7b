import { expect, test } from "vitest";
import { fresh } from "./freshAlerts";
import { entryOf, MENU, menuOf, PAGES, visible } from "./menu";
import type { Page } from "./page";

const page = (path: string, right: Page["right"], order: number, everywhere = false): Page => ({
  path,
  right,
  everywhere,
  load: () => Promise.reject(new Error("not opened here")),
  menu: { label: { zh: "页", en: "page" }, icon: null, group: "work", order },
});

test("one sees the pages that one may open, in the order of the day's work", () => {
  const menu = menuOf([
    page("/settings", "keep", 9),
    page("/rooms", "see", 2),
    page("/now", "see", 1),
  ]);
  const seen = visible(menu, { rights: ["see"], somewhere: ["see"] });
  expect(seen.map((one) => one.path)).toEqual(["/now", "/rooms"]);
});

test("a right in some rooms opens a page, but not one that is about all of them", () => {
  const menu = menuOf([page("/review", "decide", 1), page("/lists", "decide", 2, true)]);
  const seen = visible(menu, { rights: ["see"], somewhere: ["see", "decide"] });
  expect(seen.map((one) => one.path)).toEqual(["/review"]);
});

test("a page below another's address belongs to the nearest", () => {
  const menu = menuOf([page("/sop", "see", 1), page("/sop/plans", "see", 2)]);
  expect(entryOf(menu, "/sop/plans/first-days")?.path).toBe("/sop/plans");
  expect(entryOf(menu, "/sop")?.path).toBe("/sop");
  expect(entryOf(menu, "/sophia")).toBeUndefined();
});

test("the bar of a phone has room for four pages and the rest", () => {
  expect(MENU.filter((one) => one.prime).length).toBeLessThanOrEqual(4);
});

test("every page begins with / and leads where no other does", () => {
  expect(PAGES.filter((one) => !one.path.startsWith("/"))).toEqual([]);
  expect(new Set(PAGES.map((one) => one.path)).size).toBe(PAGES.length);
});

test("what was there at the first look is not new; later only what is newer", () => {
  const alerts = [{ id: 9 }, { id: 8 }, { id: 7 }];
  expect(fresh(alerts, null)).toEqual([]);
  expect(fresh(alerts, 7)).toEqual([{ id: 8 }, { id: 9 }]);
});
