// Changes made in the very letters of a plan: one key more, one less, another text in lines. Each
// gives null where it does not know how; whoever asks compares what comes out with what was meant.
import { type Document, isMap, isScalar, type Node, type Pair, type YAMLMap } from "yaml";
import type { Path } from "./place";
import { atColumn, ended, lineEnd, lineStart, pairText } from "./writing";

// Where a new key stands: behind the nearest of these that is there already.
const ORDER =
  "name id title about zone seats role account person seat when day date every after event at delay deadline rooms speakers replies matches clicks sign_ups words within text say media image file video link content pause alert expect otherwise then".split(
    " ",
  );

interface Found {
  key: string;
  from: number; // where its key begins
  to: number; // where its value ends
}

/** The text with a key more, or with another value where there was a text in lines. */
export function written(source: string, document: Document, path: Path, value: unknown) {
  const map = document.getIn(path.slice(0, -1), true);
  const key = path.at(-1);
  if (!isMap(map) || typeof key !== "string") return null;
  const there = document.getIn(path, true);
  if (there === undefined) return withPair(source, map, key, value);
  const single = isScalar(there) && typeof value === "string" && !map.flow;
  return single ? inLines(source, map, key, value) : null;
}

/** The text with a single value under another key, in its place. */
export function renamed(
  source: string,
  document: Document,
  path: Path,
  keys: { from: string; to: string },
  value: unknown,
): string | null {
  const map = document.getIn(path, true);
  const pair = isMap(map) ? pairsOf(map)?.find((one) => one.key === keys.from) : undefined;
  if (!isMap(map) || !pair || /\n/.test(source.slice(pair.from, pair.to))) return null;
  const [text = "", ...more] = pairText(keys.to, value, map.flow === true);
  return more.length > 0 ? null : source.slice(0, pair.from) + text + source.slice(pair.to);
}

function withPair(source: string, map: YAMLMap, key: string, value: unknown): string | null {
  const pairs = pairsOf(map);
  const near = nearest(pairs, key);
  if (!pairs || !near) return null;
  if (map.flow) {
    const [text = "", ...more] = pairText(key, value, true);
    if (more.length > 0) return null;
    return `${source.slice(0, near.to)}, ${text}${source.slice(near.to)}`;
  }
  const at = lineEnd(source, near.to);
  const column = near.from - lineStart(source, near.from);
  const text = " ".repeat(column) + atColumn(pairText(key, value, false), column);
  return `${ended(source.slice(0, at))}${text}\n${source.slice(at)}`;
}

function nearest(pairs: readonly Found[] | null, key: string): Found | undefined {
  if (!pairs) return undefined;
  const before = ORDER.slice(0, Math.max(ORDER.indexOf(key), 0)).reverse();
  const known = before.flatMap((one) => pairs.find((pair) => pair.key === one) ?? []);
  return ORDER.includes(key) && known[0] ? known[0] : pairs.at(-1);
}

/** The text without a key: without its lines, or without its part of the brackets. */
export function without(source: string, document: Document, path: Path): string | null {
  const map = document.getIn(path.slice(0, -1), true);
  const pairs = isMap(map) ? pairsOf(map) : null;
  const number = pairs?.findIndex((one) => one.key === path.at(-1)) ?? -1;
  if (!isMap(map) || !pairs || number < 0 || pairs.length === 1) return null;
  const span = map.flow ? partOf(pairs, number) : linesOf(source, pairs, number);
  return span && source.slice(0, span[0]) + source.slice(span[1]);
}

type Span = [from: number, to: number];

function partOf(pairs: readonly Found[], number: number): Span | null {
  const [before, pair, next] = [pairs[number - 1], pairs[number], pairs[number + 1]];
  if (!pair) return null;
  if (next) return [pair.from, next.from];
  return before ? [before.to, pair.to] : null;
}

function linesOf(source: string, pairs: readonly Found[], number: number): Span | null {
  const [pair, next] = [pairs[number], pairs[number + 1]];
  if (!pair) return null;
  const first = lineStart(source, pair.from);
  const end = lineEnd(source, pair.to);
  if (source.slice(first, pair.from).trim() === "") return [first, end];
  // It stands behind the dash of its item: the next key takes its place there.
  return next && source.slice(end, next.from).trim() === "" ? [pair.from, next.from] : null;
}

/** A text that stood in lines, or stands so now; the comment of its first line stays there. */
function inLines(source: string, map: YAMLMap, key: string, value: string): string | null {
  const pair = pairsOf(map)?.find((one) => one.key === key);
  const node = map.get(key, true);
  if (!pair || !isScalar(node)) return null;
  const old = source.slice(pair.from, pair.to);
  const block = /^BLOCK/.test(node.type ?? "");
  if (!block && !value.includes("\n")) return null; // its own letters change, and nothing else
  const end = block ? pair.to : lineEnd(source, pair.to);
  const head = block ? (old.split("\n")[0] ?? "") : source.slice(pair.to, end);
  const comment = /\s+#.*$/.exec(head.trimEnd())?.[0] ?? "";
  const [first = "", ...rest] = pairText(key, value, false);
  const text = atColumn([first + comment, ...rest], pair.from - lineStart(source, pair.from));
  const closes = source.slice(pair.from, end).endsWith("\n") ? "\n" : "";
  return source.slice(0, pair.from) + text + closes + source.slice(end);
}

/** The pairs of a mapping as they stand; null where it has others than plain ones. */
function pairsOf(map: YAMLMap): Found[] | null {
  const found = map.items.map(placeOf);
  return found.every((one) => one !== null) ? found : null;
}

function placeOf(pair: Pair): Found | null {
  const { key, value } = pair;
  if (!isScalar(key) || !key.range) return null;
  const range = (value as Node | null)?.range;
  return { key: String(key.value), from: key.range[0], to: range?.[1] ?? key.range[1] };
}
