import { expect, test } from "vitest";
import { lookAgain } from "./jobs";

test("jobs are looked at again only while one is at work", () => {
  const [waiting, done, failed] = [
    { state: "waiting" },
    { state: "done" },
    { state: "failed" },
  ] as const;
  expect(lookAgain([done, waiting])).toBeGreaterThan(0);
  expect(lookAgain([{ state: "running" }])).toBeGreaterThan(0);
  expect(lookAgain([done, failed, { state: "cancelled" }])).toBe(false);
  expect(lookAgain([])).toBe(false);
});
