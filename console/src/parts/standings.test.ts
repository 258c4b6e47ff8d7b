import { expect, test } from "vitest";
import { countsOf, sum, worst } from "./standings";

test("what failed in one room is seen before what was done in a thousand", () => {
  expect(worst({ done: 1000, failed: 1 })).toBe("failed");
  expect(worst({ done: 3, late: 1 })).toBe("late");
  expect(worst({ done: 3 })).toBe("done");
  expect(worst({})).toBe("foreseen");
});

test("what is not laid out yet is told apart from what is only to come", () => {
  expect(countsOf({ standings: { planned: 5, done: 1 }, rooms: 6, laid_out: 3 })).toEqual({
    planned: 2,
    foreseen: 3,
    done: 1,
  });
  expect(countsOf({ standings: { planned: 2 }, rooms: 2, laid_out: 0 })).toEqual({ foreseen: 2 });
});

test("numbers are added up by how things stand", () => {
  expect(sum([{ done: 1 }, { done: 2, failed: 1 }, {}])).toEqual({ done: 3, failed: 1 });
});
