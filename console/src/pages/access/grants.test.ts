import { expect, test } from "vitest";
import { changed, lackOf, mayOf, sent, without, withRow } from "./grants";

const MANAGER = { role: "manager", series: "", room: 3 } as const;

test("what is shown is sent back unchanged", () => {
  const grants = [MANAGER, { role: "viewer", series: "X2", room: null } as const];
  expect(sent(mayOf(null, grants))).toEqual({ role: null, grants });
});

test("another row begins like the last one, without a place", () => {
  const more = withRow(mayOf("viewer", [MANAGER]));
  expect(more.rows.at(-1)).toMatchObject({ key: 1, role: "manager", kind: "room", room: null });
  expect(lackOf(more)).toBe("needPlace");
  expect(lackOf(changed(more, 1, { room: 5 }))).toBeNull();
});

test("somebody may something, somewhere", () => {
  expect(lackOf(mayOf(null, []))).toBe("needSomething");
  expect(lackOf(mayOf("viewer", []))).toBeNull();
  expect(lackOf(without(mayOf(null, [MANAGER]), 0))).toBe("needSomething");
});

test("a row says either its room or its series", () => {
  const row = changed(mayOf(null, [MANAGER]), 0, { kind: "series", series: " X2 " });
  expect(sent(row).grants).toEqual([{ role: "manager", room: null, series: "X2" }]);
  expect(lackOf(changed(row, 0, { series: "  " }))).toBe("needPlace");
});
