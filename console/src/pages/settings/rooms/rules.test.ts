import { expect, it } from "vitest";
import { DEFAULT } from "../edits";
import { asSetting, bodyOf, found } from "./rules";

it("a rule of the room's own counts as set, one of all rooms as default", () => {
  const rule = { name: "mode", value: "enforce", general: "observe", own: true, by: "群" };
  expect(asSetting(rule)).toMatchObject({ value: "enforce", default: "observe", origin: "file" });
  expect(asSetting({ ...rule, own: false }).origin).toBe("default");
});

it("what is taken back, or emptied, goes back to what holds everywhere", () => {
  const pending = new Map<string, unknown>([
    ["mode", "enforce"],
    ["welcome", DEFAULT],
    ["posts_per_day", null],
  ]);
  expect(bodyOf(pending, "v1", "试试")).toEqual({
    mode: "enforce",
    general: ["welcome", "posts_per_day"],
    expected: "v1",
    reason: "试试",
  });
});

it("finer rules are sent by their group, and no quiet hours as none", () => {
  const pending = new Map<string, unknown>([
    ["ladder.warn_by", "direct"],
    ["ladder.sure_cases", 3],
    ["raid.within", DEFAULT],
    ["quiet_hours", null],
  ]);
  expect(bodyOf(pending, "v1", "")).toMatchObject({
    ladder: { warn_by: "direct", sure_cases: 3 },
    quiet_hours: "none",
    general: ["raid.within"],
  });
});

it("rooms are found by name, series and account", () => {
  const rooms = [
    { name: "英语学习打卡群", channel: "wx", series: "X2" },
    { name: "闲聊群", channel: "sim", series: "" },
  ];
  expect(found(rooms, "x2").map((one) => one.name)).toEqual(["英语学习打卡群"]);
  expect(found(rooms, "  ")).toHaveLength(2);
});
