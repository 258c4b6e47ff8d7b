import { expect, test } from "vitest";
import { cell, csv, MARK } from "./csv";

test.each([
  ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
  ["+86 138", `"'+86 138"`],
  ["-1+1", `"'-1+1"`],
  ["@SUM(A1)", `"'@SUM(A1)"`],
  ["\t=1", `"'\t=1"`],
  ["  =1", `"'  =1"`],
  ["想报名，多少钱？", "想报名，多少钱？"],
  ["a,b", '"a,b"'],
  ['他说"好"', '"他说""好"""'],
  ["两\n行", '"两\n行"'],
  ["", ""],
])("%j becomes the cell %j", (given, shown) => {
  expect(cell(given)).toBe(shown);
});

test("numbers stay numbers, nothing stays empty", () => {
  expect([cell(-3), cell(0.5), cell(null), cell(undefined)]).toEqual(["-3", "0.5", "", ""]);
});

test("the file begins with the mark that Excel needs and has lines as Excel ends them", () => {
  expect(csv(["学号", "姓名"], [[10001, "小明"]])).toBe(`${MARK}学号,姓名\r\n10001,小明\r\n`);
});
