import { expect, test } from "vitest";
import { keyIn, wayBack } from "./rules";
import { may } from "./useMe";

test("after signing in one comes back to a page of ours", () => {
  expect(wayBack("/rooms/7?at=3")).toBe("/rooms/7?at=3");
  expect(wayBack(null)).toBe("/");
});

test.each([
  "//",
  "//evil.example",
  "/\t/evil.example",
  "/\\evil.example",
  "https://evil.example",
  "javascript:alert(1)",
  "",
])("never to another site: %s", (wanted) => {
  expect(wayBack(wanted)).toBe("/");
});

test("the key of a link is what stands behind #, and nothing odd", () => {
  expect(keyIn("#a-B_9.x~")).toBe("a-B_9.x~");
  expect(keyIn("")).toBe("");
  expect(keyIn("#<script>")).toBe("");
});

test("a room's own rights count where they are given", () => {
  const me = { name: "wang", role: "viewer", rights: ["see"] } as Parameters<typeof may>[0];
  expect(may(me, "decide")).toBe(false);
  expect(may(me, "decide", { rights: ["see", "decide"] })).toBe(true);
  expect(may(me, "see", { rights: [] })).toBe(false);
  expect(may(undefined, "see")).toBe(false);
});

test("what one may in some room is offered, but for what concerns the whole house", () => {
  const me = {
    name: "wang",
    role: null,
    rights: [],
    somewhere: ["decide"],
  } as unknown as Parameters<typeof may>[0];
  expect(may(me, "decide")).toBe(true);
  expect(may(me, "decide", "everywhere")).toBe(false);
});
