import { expect, test } from "vitest";
import { addressed, askedOf, moved, queryOf, shortRef } from "./asked";

const NOTHING = { find: "", tag: null, room: null };

test("the address says again what was asked", () => {
  const asked = { find: "小明", tag: "vip", room: 3 };
  expect(askedOf(new URLSearchParams(addressed(asked)))).toEqual(asked);
});

test("a room that is no number is none", () => {
  expect(askedOf(new URLSearchParams("room=x")).room).toBeNull();
});

test("a word behind # is a tag, also with the wide sign", () => {
  expect(queryOf({ ...NOTHING, find: "#vip" })).toEqual({ tag: "vip" });
  expect(queryOf({ ...NOTHING, find: "＃ 老学员 " })).toEqual({ tag: "老学员" });
});

test("names are found over all rooms, whatever else is chosen", () => {
  expect(queryOf({ find: "小明", tag: "vip", room: 3 })).toEqual({ find: "小明" });
});

test("tag and room narrow the list together", () => {
  expect(queryOf({ find: " ", tag: "vip", room: 3 })).toEqual({ tag: "vip", room: 3 });
  expect(queryOf({ ...NOTHING, find: "#" })).toEqual({});
});

test("the arrows stop at both ends", () => {
  expect(moved(null, "ArrowDown", 3)).toBe(0);
  expect(moved(null, "ArrowUp", 3)).toBe(2);
  expect(moved(2, "ArrowDown", 3)).toBe(2);
  expect(moved(0, "ArrowUp", 3)).toBe(0);
  expect(moved(null, "ArrowDown", 0)).toBeNull();
});

test("a long id shows its ends, a short one all of it", () => {
  expect(shortRef("wxid_a1b2c3d4e5f6")).toBe("wxid_a…e5f6");
  expect(shortRef("u1")).toBe("u1");
});
