import { expect, test } from "vitest";
import { EMPTY, placeOf, titleOf, wordsOf, yamlOf } from "./proposal";

test.each([
  ["星币回收 0.9", [{ word: "星币回收", score: 0.9 }]],
  ["星币回收", [{ word: "星币回收", score: 0.8 }]],
  ["加 V 信：.5", [{ word: "加 V 信", score: 0.5 }]],
  ["  \n日结\n日结 1\n", [{ word: "日结", score: 1 }]],
  ["微信 2024", [{ word: "微信 2024", score: 0.8 }]],
  ["", []],
])("%j is read as words and what they prove", (text, words) => {
  expect(wordsOf(text)).toEqual(words);
});

test("the form becomes the part of config.yaml that it stands for", () => {
  const text = yamlOf({ words: '星币 0.9\n"引号": x', accept: "谨防刷单", flagAt: 0.6 });
  expect(text).toBe(
    [
      "judging:",
      "  flag_at: 0.6",
      "  words:",
      "    add:",
      '      "星币": 0.9',
      '      "\\"引号\\": x": 0.8',
      "    accept:",
      '      - "谨防刷单"',
      "",
    ].join("\n"),
  );
});

test("a form that says nothing proposes nothing", () => {
  expect(yamlOf(EMPTY)).toBe("");
  expect(yamlOf({ ...EMPTY, words: " \n", accept: "\n" })).toBe("");
});

test("a mistake is found by its line and column", () => {
  expect(placeOf("body.text:2:12")).toEqual({ line: 2, column: 12 });
  expect(placeOf("body.days")).toBeNull();
});

test("a back-test is called by what it changes", () => {
  expect(titleOf('judging:\n  words:\n    add:\n      "星币": 0.9\n')).toBe('"星币": 0.9');
  expect(titleOf(`judging: {flag_at: ${"9".repeat(200)}}`)).toHaveLength(80);
});
