import { expect, test } from "vitest";
import { actsOf, shownOf, wordsOf } from "./logic";

const asked = (text: string) => new URLSearchParams(text);

test.each([
  ["", "held"],
  ["state=sent", "sent"],
  ["state=all", "all"],
  ["state=lost", "held"],
])("%j shows %s", (text, shown) => {
  expect(shownOf(asked(text))).toBe(shown);
});

test("only what waits can be decided", () => {
  expect(actsOf("held")).toEqual(["release", "sent", "cancel"]);
  expect(actsOf("unknown")).toEqual(["sent", "cancel"]);
  expect(actsOf("pending")).toEqual(["cancel"]);
  expect(actsOf("sending")).toEqual([]);
  expect(actsOf("sent")).toEqual([]);
});

test("words are shown as they are, whatever else a deed holds", () => {
  expect(wordsOf({ text: "<b>大家好</b>", room: 1 })).toBe("<b>大家好</b>");
  expect(wordsOf({ member: 7 })).toBe("");
  expect(wordsOf(null)).toBe("");
});
