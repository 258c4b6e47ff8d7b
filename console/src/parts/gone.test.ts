import { expect, test } from "vitest";
import { Problem } from "@/api/problem";
import { isGone } from "./gone";

test("only what the service does not know is gone", () => {
  expect(isGone(new Problem(404, "there is no room 7"))).toBe(true);
  expect(isGone(new Problem(400, "id: Input should be a valid integer"))).toBe(true);
  for (const status of [0, 401, 403, 409, 500, 503])
    expect(isGone(new Problem(status, "no"))).toBe(false);
  expect(isGone(new Error("network"))).toBe(false);
  expect(isGone(null)).toBe(false);
});
