// Changes of a form, made in the text itself: what they do not touch stays as it was written, with
// its comments and blanks. What comes out says exactly what was meant, or the whole is written anew.
import {
  type Document,
  isCollection,
  isMap,
  isScalar,
  type Node,
  parseDocument,
  Scalar,
} from "yaml";
import type { Path } from "./place";
import { renamed, without, written } from "./surgery";
import { isFields } from "./values";
import { nodeOf, shape, WRITTEN } from "./writing";

/** A text of a plan as a document; null where it cannot be read as one. */
export function read(source: string): Document.Parsed | null {
  const found = parseDocument(source, { logLevel: "silent" });
  return found.errors.length === 0 && found.contents ? found : null;
}

/** The text with another value at a path; undefined takes the key away. */
export function withValue(source: string, path: Path, value: unknown): string {
  const act = (document: Document) => {
    if (value === undefined) document.deleteIn(path);
    else put(document, path, value);
  };
  const exact = (before: Document) =>
    value === undefined ? without(source, before, path) : written(source, before, path, value);
  return changed(source, path, act, exact);
}

/** The text with a key under another name and with another value, in the place that it has. */
export function withKey(source: string, path: Path, from: string, to: string, value: unknown) {
  const act = (document: Document) => {
    const map = document.getIn(path, true);
    if (!isMap(map)) return;
    const pair = map.items.find((one) => isScalar(one.key) && one.key.value === from);
    if (pair && isScalar(pair.key) && isScalar(pair.value)) {
      pair.key.value = to;
      pair.value.value = value;
    } else {
      map.set(to, value);
    }
  };
  const exact = (before: Document) => renamed(source, before, path, { from, to }, value);
  return changed(source, path, act, exact);
}

/**
 * The text after a change of its document at a path; what lies elsewhere keeps its looks. `exact`
 * makes the change in the letters, where it can; what it gives counts only if it says the same.
 */
export function changed(
  source: string,
  path: Path,
  act: (document: Document) => void,
  exact?: (before: Document) => string | null,
): string {
  const before = read(source);
  const after = read(source);
  if (!before || !after) return source;
  act(after);
  const precise = exact?.(before) ?? null;
  if (precise !== null && same(precise, after)) return precise;
  const anew = after.toString(WRITTEN);
  const again = read(anew);
  if (!again) return source;
  const spliced = splice(source, before, anew, again, path);
  return spliced !== null && same(spliced, again) ? spliced : anew;
}

/** Whether a text says the same as a document. */
export function same(source: string, wanted: Document): boolean {
  const found = read(source);
  return found !== null && plain(found.toJS()) === plain(wanted.toJS());
}

/** A value as text, its keys in one order wherever they stand. */
function plain(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) =>
    isFields(one) ? Object.fromEntries(Object.entries(one).sort()) : one,
  );
}

function put(document: Document, path: Path, value: unknown): void {
  const there = document.getIn(path, true);
  const flat = inFlow(document, path);
  if (isScalar(there) && (typeof value !== "object" || value === null)) {
    if (there.value === "") there.type = Scalar.PLAIN; // its quotes were those of nothing
    there.value = value;
    shape(there, flat);
    return;
  }
  document.setIn(path, nodeOf(document, value, flat));
}

/** Whether a path leads into brackets, where no text in lines can stand. */
function inFlow(document: Document, path: Path): boolean {
  return path.some((_, end) => {
    const above = document.getIn(path.slice(0, end), true);
    return isCollection(above) && above.flow === true;
  });
}

function splice(
  source: string,
  before: Document,
  anew: string,
  again: Document,
  path: Path,
): string | null {
  for (let end = path.length; end > 0; end -= 1) {
    const old = before.getIn(path.slice(0, end), true) as Node | undefined;
    const now = again.getIn(path.slice(0, end), true) as Node | undefined;
    if (!old?.range || !now?.range || !alike(old, now)) continue;
    const [from, to] = old.range;
    const [start, stop] = now.range;
    const shift = columnOf(source, from) - columnOf(anew, start);
    const text = ended(indented(anew.slice(start, stop), shift), source.slice(from, to));
    return source.slice(0, from) + text + source.slice(to);
  }
  return null;
}

/** Whether one can stand where the other stood: both in their line, or both in lines of their own. */
function alike(old: Node, now: Node): boolean {
  return inLine(old) === inLine(now) && (inLine(old) || isCollection(old) === isCollection(now));
}

function inLine(node: Node): boolean {
  if (isCollection(node)) return node.flow === true;
  return !isScalar(node) || !/^BLOCK/.test(node.type ?? "");
}

function columnOf(text: string, at: number): number {
  return at - (text.lastIndexOf("\n", at - 1) + 1);
}

function indented(text: string, by: number): string {
  if (by === 0) return text;
  const [first = "", ...rest] = text.split("\n");
  const moved = rest.map((line) => {
    if (line.trim() === "") return line;
    return by > 0 ? " ".repeat(by) + line : line.slice(Math.min(-by, indentOf(line)));
  });
  return [first, ...moved].join("\n");
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** A text that ends where the other ended: with its line, or within it. */
function ended(text: string, like: string): string {
  const plain = text.replace(/\n+$/, "");
  return like.endsWith("\n") ? `${plain}\n` : plain;
}
