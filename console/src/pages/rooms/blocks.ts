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
  const known = new Map(before.map((one) => [one.key, one.size]));
  const blocks: Block[] = [];
  for (let from = 0; from < items.length; ) {
    const { key } = items[from] as Item;
    const end = from + (known.get(key) ?? 0);
    // One behind which another one begins as before is as it was: its lines need no look.
    const stays = end > from && known.has(items[end]?.key ?? "");
    const size = stays ? end - from : reach(items, from, known);
    blocks.push({ key, from, size });
    from += size;
  }
  return blocks;
}

/** How many lines a block takes that begins here. */
function reach(items: readonly Item[], from: number, begins: ReadonlyMap<string, number>): number {
  const most = Math.min(BLOCK, items.length - from);
  for (let size = 1; size < most; size++)
    if (begins.has((items[from + size] as Item).key)) return size;
  return most;
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
