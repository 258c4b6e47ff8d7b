import { describe, expect, it } from "vitest";
import { DEFAULT, editsOf, hoursOf, type Setting, same, shownOf, withChange } from "./edits";

const mode: Setting = {
  path: "rooms.defaults.mode",
  value: "enforce",
  default: "observe",
  origin: "file",
  variable: null,
  meaning: "",
  kind: {},
  live: true,
  editable: true,
  secret: false,
};

describe("changes of settings", () => {
  it("are none where the value holds already", () => {
    const once = withChange(new Map(), mode, "observe");
    expect(once.size).toBe(1);
    expect(withChange(once, mode, "enforce").size).toBe(0);
  });

  it("become edits of the file", () => {
    expect(editsOf(withChange(new Map(), mode, "observe"))).toEqual([
      { do: "put", path: ["rooms", "defaults", "mode"], value: "observe" },
    ]);
  });

  it("take a setting back to its default, and show it", () => {
    const pending = withChange(new Map(), mode, DEFAULT);
    expect(shownOf(pending, mode)).toBe("observe");
    expect(editsOf(pending)).toEqual([{ do: "drop", path: ["rooms", "defaults", "mode"] }]);
    expect(withChange(new Map(), { ...mode, origin: "default" }, DEFAULT).size).toBe(0);
  });
});

it("nothing and null are the same", () => {
  expect(same(undefined, null)).toBe(true);
  expect(same(["a", "b"], ["b", "a"])).toBe(false);
});

it("quiet hours are shown by the minute", () => {
  expect(hoursOf({ start: "22:30:00", end: "07:00:00" })).toEqual({ start: "22:30", end: "07:00" });
  expect(hoursOf(null)).toBeNull();
});
