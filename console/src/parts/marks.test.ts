import { expect, test } from "vitest";
import { piecesOf } from "./marks";

const shown = (text: string, words: string[]) =>
  piecesOf(text, words)
    .map((one) => (one.marked ? `[${one.text}]` : one.text))
    .join("");

test.each([
  ["想报名，多少钱？", ["报名", "多少钱"], "想[报名]，[多少钱]？"],
  ["加V领资料 加v", ["加v"], "[加V]领资料 [加v]"],
  ["免费领取", ["免费", "免费领取"], "[免费领取]"],
  ["abab", ["ab"], "[ab][ab]"],
  ["没有", ["", "  "], "没有"],
  ["没有", [], "没有"],
  ["", ["x"], ""],
])("in %j the words %j are marked", (text, words, marked) => {
  expect(shown(text, words)).toBe(marked);
});

test("nothing of a text is lost, whatever stands in it", () => {
  const text = "İ<script>alert(1)</script>é\u0301😀 加V";
  expect(
    piecesOf(text, ["加v", "script"])
      .map((one) => one.text)
      .join(""),
  ).toBe(text);
});

test("each piece knows where it begins", () => {
  expect(piecesOf("a加Vb", ["加v"]).map((one) => one.at)).toEqual([0, 1, 3]);
});
