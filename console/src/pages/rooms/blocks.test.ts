import { expect, test } from "vitest";
import { BLOCK, type Block, blockAt, blocksOf } from "./blocks";
import type { Item } from "./window";

const items = (from: number, to: number): Item[] =>
  Array.from({ length: to - from }, (_, n) => item(from + n));
const item = (number: number) =>
  ({ key: `m${number}`, message: { id: number } as Item["message"] }) as Item;
const shapes = (blocks: readonly Block[]) => blocks.map((one) => `${one.key} ${one.size}`);

test("lines are cut into blocks that together are all of them", () => {
  expect(shapes(blocksOf(items(0, 23), []))).toEqual(["m0 10", "m10 10", "m20 3"]);
  expect(blocksOf([], [])).toEqual([]);
});

test("what is put before leaves the blocks as they were", () => {
  const before = blocksOf(items(100, 125), []);
  const after = blocksOf(items(85, 125), before);
  expect(shapes(after)).toEqual(["m85 10", "m95 5", "m100 10", "m110 10", "m120 5"]);
  expect(after.at(-1)?.from).toBe(35);
});

test("what is said now fills the last block, then begins another one", () => {
  const before = blocksOf(items(0, 9), []);
  expect(shapes(blocksOf(items(0, 10), before))).toEqual(["m0 10"]);
  expect(shapes(blocksOf(items(0, 11), before))).toEqual(["m0 10", "m10 1"]);
});

test("a line that comes in between moves no block that stands behind it", () => {
  const before = blocksOf(items(0, 20), []);
  const after = blocksOf([...items(0, 5), item(99), ...items(5, 20)], before);
  expect(shapes(after)).toEqual(["m0 10", "m9 1", "m10 10"]);
});

test("a message is found in its block", () => {
  const all = items(0, 3 * BLOCK);
  const blocks = blocksOf(all, []);
  expect(blockAt(blocks, all, BLOCK - 1)).toBe(0);
  expect(blockAt(blocks, all, BLOCK)).toBe(1);
  expect(blockAt(blocks, all, 99)).toBe(-1);
});
