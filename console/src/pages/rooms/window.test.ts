import { expect, test } from "vitest";
import {
  EMPTY,
  goesOn,
  type Item,
  opened,
  type RoomWindow,
  type TimelinePage,
  withLive,
  withNewer,
  withOlder,
} from "./window";

function item(second: number, text = "", number = second): Item {
  const cursor = btoa(JSON.stringify([second * 1_000_000, 0, number])).replace(/=+$/, "");
  const message = { id: number, identity: 1, text } as Item["message"];
  return { key: `m${number}`, room: 1, at: "", cursor, message, event: null };
}

const page = (items: Item[], older: string | null = "o", newer: string | null = "n") =>
  ({ items, older, newer }) as TimelinePage;

const seconds = (window: RoomWindow) => window.items.map((one) => one.message?.id);

test("a page comes newest first and is shown oldest first", () => {
  expect(seconds(opened(page([item(3), item(2), item(1)])))).toEqual([1, 2, 3]);
});

test("what was said before is put before, and says itself what leads on", () => {
  const window = withOlder(opened(page([item(4), item(3)])), page([item(2), item(1)], null));
  expect(seconds(window)).toEqual([1, 2, 3, 4]);
  expect(window.older).toBeNull();
  expect(window.newer).toBe("n");
});

test("what was said later is put behind, and nothing is doubled where pages overlap", () => {
  const window = withNewer(
    opened(page([item(3), item(2)])),
    page([item(4), item(3, "新")], "x", null),
  );
  expect(seconds(window)).toEqual([2, 3, 4]);
  expect(window.items[1]?.message?.text).toBe("新");
  expect(window.newer).toBeNull();
});

test("what is said now stands at the end, also when it was said a little earlier", () => {
  let window = opened(page([item(5), item(1)], "o", null));
  window = withLive(window, item(7), true);
  window = withLive(window, item(6), true);
  expect(seconds(window)).toEqual([1, 5, 6, 7]);
});

test("what is shown anew takes the place of what was shown", () => {
  const window = withLive(opened(page([item(5), item(1)])), item(1, "改了"), true);
  expect(seconds(window)).toEqual([1, 5]);
  expect(window.items[0]?.message?.text).toBe("改了");
});

test("what stands outside of what is loaded waits for its page", () => {
  const window = opened(page([item(5), item(4)]));
  expect(withLive(window, item(9), false)).toBe(window);
  expect(withLive(window, item(1), true)).toBe(window);
  expect(seconds(withLive(EMPTY, item(1), true))).toEqual([1]);
});

test("a hundred thousand items take their live ones in", () => {
  const many = Array.from({ length: 100_000 }, (_, n) => item(n));
  let window: RoomWindow = { items: many, older: null, newer: null };
  for (let n = 0; n < 100; n++) window = withLive(window, item(100_000 + n), true);
  expect(window.items.length).toBe(100_100);
});

test("a person's next message soon after goes on without their name", () => {
  expect(goesOn(item(1), item(60))).toBe(true);
  expect(goesOn(item(1), item(600))).toBe(false);
  expect(goesOn(undefined, item(1))).toBe(false);
});
