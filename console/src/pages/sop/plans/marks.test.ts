import { expect, test } from "vitest";
import { draftOf, keepDraft } from "./drafts";
import { marksOf, unitsOf } from "./marks";

const checked = (line: number, column: number) => ({
  ok: false,
  name: "",
  version: "",
  problems: [{ line, column, what: "x" }],
  warnings: [],
});

test("the word at the place of a mistake is marked", () => {
  const text = "name: a\nseat: techer  # x\n";
  expect(marksOf(text, checked(2, 7))).toEqual([
    { from: 14, to: 20, severity: "error", message: "x" },
  ]);
  expect(marksOf("a: {b: 12:00}", checked(1, 8))[0]).toMatchObject({ from: 7, to: 12 });
});

test("columns count characters, also where a sign takes two units", () => {
  expect(unitsOf("👏x", 1)).toBe(2);
  expect(marksOf("say: 👏👏 {{ x }}", checked(1, 9))[0]).toMatchObject({ from: 10 });
});

test("line ends of other systems are one sign each, as in the editor", () => {
  expect(marksOf("a: 1\r\nb: 2", checked(2, 4))[0]).toMatchObject({ from: 8, to: 9 });
});

test("a place beyond the text is marked at its end", () => {
  expect(marksOf("a", checked(9, 9))[0]).toMatchObject({ from: 1, to: 1 });
});

test("a draft is kept and forgotten, and what is no draft is none", () => {
  const kept = new Map<string, string>();
  const shelf = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  keepDraft(shelf, "week", { base: "v", text: "t" });
  expect(draftOf(shelf, "week")).toEqual({ base: "v", text: "t" });
  keepDraft(shelf, "week", null);
  expect(draftOf(shelf, "week")).toBeNull();
  shelf.setItem("groupkeeper.plan.week", "{");
  expect(draftOf(shelf, "week")).toBeNull();
});
