// Values as a plan has them in its text: pairs in lines of their own, or in brackets. Pure.
import { Document, isCollection, isPair, isScalar, type Node, Scalar } from "yaml";

export const WRITTEN = { lineWidth: 0, flowCollectionPadding: false } as const;
// Wall times and shares are read as texts with and without quotes; people expect them so.
const QUOTED = /^(\d{1,2}:\d{2}|\d+(\.\d+)?%|.*: .*|.* #.*)$/;

/** A value as a node: things in a row stand in lines, other collections in brackets. */
export function nodeOf(document: Document, value: unknown, flat: boolean): Node {
  const lines = !flat && isRow(value);
  const node = document.createNode(value, { flow: typeof value === "object" }) as Node;
  if (lines && isCollection(node)) {
    for (const one of [node, ...node.items]) if (isCollection(one)) one.flow = false;
  }
  shapeAll(node, flat);
  return node;
}

/** Several things, each with parts of its own: messages, what follows. */
function isRow(value: unknown): boolean {
  return Array.isArray(value) && value.some((one) => typeof one === "object" && one !== null);
}

function shapeAll(node: unknown, flat: boolean): void {
  if (isScalar(node)) shape(node, flat);
  if (isPair(node)) shapeAll(node.value, flat);
  if (!isCollection(node)) return;
  for (const one of node.items) shapeAll(one, flat || node.flow === true);
}

/** How a single value stands: a text of several lines in lines, wherever those may be. */
export function shape(node: Scalar, flat: boolean): void {
  if (typeof node.value !== "string") {
    node.type = Scalar.PLAIN;
  } else if (node.value.includes("\n")) {
    node.type = flat ? Scalar.QUOTE_DOUBLE : Scalar.BLOCK_LITERAL;
  } else if (node.type !== Scalar.QUOTE_SINGLE && QUOTED.test(node.value)) {
    node.type = Scalar.QUOTE_DOUBLE;
  }
}

/** `key: value` in lines, the first without an indent; in brackets as one line. */
export function pairText(key: string, value: unknown, flat: boolean): string[] {
  const document = new Document({});
  const inside = flat || (typeof value === "object" && !isRow(value));
  document.set(key, nodeOf(document, value, inside));
  const text = document.toString(WRITTEN).trimEnd();
  return text.split("\n");
}

/** Part of a list in lines, behind its dash. */
export function itemLines(item: object): string[] {
  return Object.entries(item).flatMap(([key, value]) => pairText(key, value, false));
}

/** Lines at a column, all but the first; blank ones stay blank. */
export function atColumn(lines: readonly string[], column: number): string {
  const blank = " ".repeat(column);
  const rest = lines.slice(1).map((line) => (line === "" ? line : blank + line));
  return [lines[0] ?? "", ...rest].join("\n");
}

/** Where the line of a place ends, behind its newline. */
export function lineEnd(source: string, at: number): number {
  if (at > 0 && source[at - 1] === "\n") return at;
  const end = source.indexOf("\n", at);
  return end < 0 ? source.length : end + 1;
}

export function lineStart(source: string, at: number): number {
  return source.lastIndexOf("\n", at - 1) + 1;
}

/** A text that ends with its line. */
export function ended(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}
