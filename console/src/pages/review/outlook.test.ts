import { expect, test } from "vitest";
import { consequences, type Outlook } from "./outlook";

const NOTHING: Outlook = {
  removed: 0,
  rooms: 0,
  recalled: 0,
  invited: 0,
  called_off: 0,
  marked: 0,
  forgiven: 0,
  denied: 0,
  learned: 0,
};

test("what touches people is said first, what does not happen is not said", () => {
  const found = consequences({ ...NOTHING, removed: 2, rooms: 3, learned: 1, denied: 2 });
  expect(found.map((one) => [one.key, one.count, one.rooms])).toEqual([
    ["removed", 2, 3],
    ["denied", 2, 3],
    ["learned", 1, 3],
  ]);
});

test("where nothing follows nothing is said", () => {
  expect(consequences(NOTHING)).toEqual([]);
});
