import { expect, test } from "vitest";
import { countsIn } from "./counts";

test("what is needed and what came are read alike", () => {
  expect(countsIn({ replies: { count: 4.5, note: "" } })).toEqual([{ kind: "replies", count: 5 }]);
  expect(countsIn({ speakers: 2, gossip: 9 })).toEqual([{ kind: "speakers", count: 2 }]);
  expect(countsIn(null)).toEqual([]);
});
