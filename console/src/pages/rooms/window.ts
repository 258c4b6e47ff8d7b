// The part of a room that is loaded: items in their order, and what leads on. Pure.
import type { Of } from "@/api/types";

export type Item = Of<"TimelineItem">;
export type TimelinePage = Of<"TimelinePage">;

/** Oldest first. `older` and `newer` lead on; null: the room begins or ends there. */
export interface RoomWindow {
  items: readonly Item[];
  older: string | null;
  newer: string | null;
}

export const EMPTY: RoomWindow = { items: [], older: null, newer: null };

type Place = readonly [number, number, number]; // time, kind, number

const places = new WeakMap<Item, Place>();

/** Where an item stands in its room: its cursor says so. */
export function placeOf(item: Item): Place {
  const known = places.get(item);
  if (known) return known;
  const place = JSON.parse(atob(item.cursor.replace(/-/g, "+").replace(/_/g, "/"))) as Place;
  places.set(item, place);
  return place;
}

export function compare(a: Item, b: Item): number {
  const [x, y] = [placeOf(a), placeOf(b)];
  return x[0] - y[0] || x[1] - y[1] || x[2] - y[2];
}

/** Where an item stands among others, or would stand; true where it stands there. */
export function find(items: readonly Item[], item: Item): [number, boolean] {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(items[middle] as Item, item) < 0) low = middle + 1;
    else high = middle;
  }
  const there = items[low];
  return [low, there !== undefined && there.key === item.key];
}

/** A page as it came, newest first, put into order. */
export function opened(page: TimelinePage): RoomWindow {
  return { items: [...page.items].reverse(), older: page.older, newer: page.newer };
}

/** Items that stand in both are shown as `fresh` has them. */
function joined(items: readonly Item[], fresh: readonly Item[]): readonly Item[] {
  const first = fresh[0];
  if (!first) return items;
  const last = items.at(-1);
  if (!last || compare(last, first) < 0) return [...items, ...fresh];
  const before = fresh.at(-1) as Item;
  if (compare(before, items[0] as Item) < 0) return [...fresh, ...items];
  const known = new Map(items.map((one) => [one.key, one]));
  for (const one of fresh) known.set(one.key, one);
  return [...known.values()].sort(compare);
}

/** With what stands before it. */
export function withOlder(window: RoomWindow, page: TimelinePage): RoomWindow {
  return { ...window, items: joined(window.items, opened(page).items), older: page.older };
}

/** With what stands behind it. */
export function withNewer(window: RoomWindow, page: TimelinePage): RoomWindow {
  return { ...window, items: joined(window.items, opened(page).items), newer: page.newer };
}

/**
 * With an item that was committed just now, or shown anew. What stands before the loaded part, or
 * behind it while the room's end is not loaded, comes when its page is loaded.
 */
export function withLive(window: RoomWindow, item: Item, atEnd: boolean): RoomWindow {
  const [place, there] = find(window.items, item);
  if (there) {
    const items = window.items.slice();
    items[place] = item;
    return { ...window, items };
  }
  const tooOld = place === 0 && window.older !== null && window.items.length > 0;
  const tooNew = place === window.items.length && !atEnd;
  if (tooOld || tooNew) return window;
  return {
    ...window,
    items: [...window.items.slice(0, place), item, ...window.items.slice(place)],
  };
}

/** Whether a message goes on where the one before it stopped: the same person, soon after. */
export function goesOn(before: Item | undefined, item: Item): boolean {
  if (!before?.message || !item.message) return false;
  const soon = placeOf(item)[0] - placeOf(before)[0] < 180_000_000;
  return soon && before.message.identity === item.message.identity;
}
