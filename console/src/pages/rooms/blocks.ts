// A long talk is laid out by blocks of lines: a line that is measured anew moves all that stand
// behind it, and of blocks there are few enough for that to be done in every frame. Pure.
import type { Item } from "./window";

export const BLOCK = 10; // lines

/** Lines that are drawn and measured together; named by the first of them. */
export interface Block {
  key: string;
  from: number; // its first line among all
  size: number; // lines
}

/** Cuts lines into blocks. Those of `before` begin where they began: their heights stay true. */
export function blocksOf(items: readonly Item[], before: readonly Block[]): readonly Block[] {
  const begins = new Set(before.map((one) => one.key));
  const blocks: Block[] = [];
  let from = 0;
  for (let next = 1; next <= items.length; next++) {
    const item = items[next];
    if (item && next - from < BLOCK && !begins.has(item.key)) continue;
    blocks.push({ key: (items[from] as Item).key, from, size: next - from });
    from = next;
  }
  return blocks;
}

/** The place of the block in which a message stands; -1: it is not there. */
export function blockAt(blocks: readonly Block[], items: readonly Item[], message: number): number {
  const line = items.findIndex((one) => one.message?.id === message);
  return line < 0 ? -1 : blocks.findLastIndex((one) => one.from <= line);
}

/** The places of a block's lines among all. */
export function placesOf(block: Block | undefined): number[] {
  return Array.from({ length: block?.size ?? 0 }, (_, n) => (block?.from ?? 0) + n);
}
