import { expect, test } from "vitest";
import { KINDS, kindOf, leadsTo, worded } from "./happened";
import { useWords } from "./wayWords";

test("every kind has its words", () => {
  for (const kind of KINDS) expect(Object.keys(useWords.both.zh), kind).toContain(`h_${kind}`);
});

test("every value that has a word has it", () => {
  for (const what of ["deny", "won", "granted", "passed", "dismissed", "wrong"])
    expect(Object.keys(useWords.both.zh)).toContain(`w_${what}`);
  expect(worded("listed", "deny")).toBe("w_deny");
  expect(worded("renamed", "deny")).toBeNull();
});

test("what the service will say one day is no line yet", () => {
  expect(kindOf("flew")).toBeNull();
  expect(kindOf("joined")).toBe("joined");
});

test("a case leads to its page, a question to the message", () => {
  expect(leadsTo("case", 7, 1)).toBe("/review/7");
  expect(leadsTo("question", 9, 2)).toBe("/rooms/2?at=9");
  expect(leadsTo("question", 9, null)).toBeNull();
});
