import { expect, test } from "vitest";
import { oneOf } from "./oneOf";

test("a value that the list does not know is none", () => {
  const states = ["open", "done"] as const;
  expect(oneOf(states, "done")).toBe("done");
  for (const given of ["lost", "", null, undefined]) expect(oneOf(states, given)).toBeNull();
});
