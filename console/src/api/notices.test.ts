import { expect, test } from "vitest";
import { backoff, groupsOf, noticeOf, streamAddress } from "./notices";

test("a notice has its kind, its id and its room", () => {
  expect(noticeOf("message", '{"kind":"message","id":7,"room":2}')).toEqual({
    kind: "message",
    id: 7,
    room: 2,
    item: null,
    rooms: [],
  });
});

test("an item of a room comes whole, talk with its rooms", () => {
  const item = { key: "m7", room: 2, message: null };
  expect(noticeOf("item", JSON.stringify(item))).toMatchObject({ room: 2, item });
  expect(noticeOf("talk", '{"kind":"talk","rooms":[1,2]}').rooms).toEqual([1, 2]);
});

test("a notice that cannot be read counts as something missed", () => {
  expect(noticeOf("message", "{half").kind).toBe("missed");
});

test("tries come ever later, and never later than fifteen seconds", () => {
  const waits = [0, 1, 2, 3, 4, 5, 20].map(backoff);
  expect(waits).toEqual([...waits].sort((a, b) => a - b));
  expect(waits[0]).toBe(500);
  expect(waits.at(-1)).toBe(15_000);
});

test("the stream is taken up after the last event, in the room that is watched", () => {
  expect(streamAddress(null, "")).not.toContain("after");
  expect(streamAddress(7, "e3-19")).toContain("&room=7&after=e3-19");
});

test("an alert makes the alerts stale, a message by itself nothing", () => {
  expect(groupsOf("alert")).toContain("alerts");
  expect(groupsOf("message")).toEqual([]);
});
