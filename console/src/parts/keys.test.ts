import { expect, test } from "vitest";
import { keyOf, meant, type Pressed } from "./keys";

const none = { ctrlKey: false, metaKey: false, altKey: false, repeat: false, target: null };
const pressed = (key: string, more: Partial<Pressed> = {}): Pressed => ({ ...none, key, ...more });
const nothing = () => undefined;
const keys = [
  { key: "j", label: "next", act: nothing, repeats: true },
  { key: "r", label: "remove", act: nothing },
];

test("a key is read as the list of shortcuts names it", () => {
  expect(keyOf(pressed("J"))).toBe("j");
  expect(keyOf(pressed("z", { metaKey: true }))).toBe("ctrl+z");
  expect(keyOf(pressed("ArrowDown"))).toBe("ArrowDown");
});

test("whoever types writes letters, and presses no keys of the page", () => {
  for (const tagName of ["INPUT", "TEXTAREA", "SELECT"])
    expect(keyOf(pressed("r", { target: { tagName } as unknown as EventTarget }))).toBeNull();
});

test("a key that is held down goes through a list, but decides only once", () => {
  expect(meant(keys, pressed("j", { repeat: true }))?.label).toBe("next");
  expect(meant(keys, pressed("r"))?.label).toBe("remove");
  expect(meant(keys, pressed("r", { repeat: true }))).toBeUndefined();
});
