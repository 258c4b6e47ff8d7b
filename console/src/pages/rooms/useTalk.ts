// The scrolling of a talk: at its end or at a spot when it is opened, more loaded near the ends of
// what is there, and what is new counted while one reads further up.
import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { type Block, blockAt, blocksOf } from "./blocks";
import type { Timeline } from "./useTimeline";
import type { Item } from "./window";

const NEAR = 2; // blocks from the end of what is loaded at which more is loaded
const GUESS = 48; // px of a line that was not drawn yet
const SETTLING = 300; // ms in which a talk that was just opened gets its sizes
const AT_END = 80; // px from the end that count as reading the newest

export function useTalk(timeline: Timeline, at: number | null) {
  const { items } = timeline.window;
  const scroller = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const placed = useRef<number | null>(null); // where the talk was put when it was opened
  const [settled, setSettled] = useState(false);
  const seen = useRef(0);
  const blocks = useBlocks(items);
  const getItemKey = useCallback((index: number) => blocks[index]?.key ?? index, [blocks]);
  const rows = useVirtualizer({
    count: blocks.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (blocks[index]?.size ?? 0) * GUESS,
    getItemKey,
    overscan: 1,
    anchorTo: "end",
    followOnAppend: true,
    scrollEndThreshold: AT_END,
    useFlushSync: false,
  });
  const shown = rows.getVirtualItems();
  const from = shown[0]?.index ?? 0;
  const to = shown.at(-1)?.index ?? 0;

  const index = useMemo(() => (at === null ? -1 : blockAt(blocks, items, at)), [blocks, items, at]);
  useLayoutEffect(() => {
    if (items.length === 0) {
      placed.current = null;
      setSettled(false);
    }
    if (items.length === 0 || placed.current === (at ?? 0)) return;
    placed.current = at ?? 0;
    setSettled(false);
    if (index >= 0) rows.scrollToIndex(index, { align: "center" });
    else rows.scrollToEnd();
  }, [items, at, index, rows]);

  // Nothing is put before it until the talk stands where it was opened: it would be moved away.
  const shows = items.length > 0;
  useEffect(() => {
    if (!shows || settled) return undefined;
    const timer = setTimeout(() => {
      // A block that is higher than the window may stand in its middle, and the spot outside.
      scroller.current?.querySelector(".gk-line-marked")?.scrollIntoView({ block: "nearest" });
      setSettled(true);
    }, SETTLING);
    return () => clearTimeout(timer);
  }, [shows, settled]);

  const { loading, problem, older, newer } = timeline;
  useEffect(() => {
    if (loading !== null || problem || !settled) return;
    if (from < NEAR) older();
    if (to >= blocks.length - NEAR) newer();
  }, [from, to, blocks.length, loading, problem, settled, older, newer]);

  useEffect(() => {
    if (atEnd) seen.current = items.length;
  }, [atEnd, items.length]);
  const scrolled = useCallback(() => setAtEnd(rows.isAtEnd(AT_END)), [rows]);
  const unread = timeline.unseen + (atEnd ? 0 : Math.max(0, items.length - seen.current));
  return { rows, blocks, shown, scroller, scrolled, atEnd: atEnd && timeline.unseen === 0, unread };
}

/** The blocks of lines; what is loaded or said later leaves those that are there as they are. */
function useBlocks(items: readonly Item[]): readonly Block[] {
  const known = useRef<readonly Block[]>([]);
  return useMemo(() => {
    known.current = blocksOf(items, known.current);
    return known.current;
  }, [items]);
}
