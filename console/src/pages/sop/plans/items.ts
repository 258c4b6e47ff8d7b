// Parts of a list as parts of the text: added, taken out, moved, with the comments above them.
// Steps of a plan, messages in a row, what follows from a reaction.
import { isCollection, type Node } from "yaml";
import { changed, read, same, withValue } from "./edit";
import type { Path } from "./place";
import { atColumn, ended, itemLines, lineEnd, lineStart } from "./writing";

interface Span {
  from: number;
  to: number;
  dash: number;
}

const STEPS: Path = ["steps"];

/** The text with a new item behind the one of that number; -1: at the beginning. */
export function withItem(source: string, list: Path, behind: number, item: object): string {
  const there = read(source)?.getIn(list, true);
  if (!isCollection(there)) return withValue(source, list, [item]);
  const whole = changed(source, list, (document) => {
    const items = document.getIn(list, true);
    if (isCollection(items)) items.items.splice(behind + 1, 0, document.createNode(item));
  });
  const spans = spansOf(source, list);
  const near = spans[Math.max(behind, 0)];
  if (!near) return whole;
  const dash = /^ */.exec(source.slice(near.dash))?.[0] ?? "";
  const text = `${dash}- ${atColumn(itemLines(item), dash.length + 2)}`;
  const at = behind < 0 ? near.from : near.to;
  return checked(`${ended(source.slice(0, at))}${text}\n${source.slice(at)}`, whole);
}

/** The text without the item of that number; without the list, where it was the only one. */
export function withoutItem(source: string, list: Path, number: number): string {
  const there = read(source)?.getIn(list, true);
  if (isCollection(there) && there.items.length === 1) return withValue(source, list, undefined);
  const whole = changed(source, list, (document) => document.deleteIn([...list, number]));
  const span = spansOf(source, list)[number];
  return span ? checked(source.slice(0, span.from) + source.slice(span.to), whole) : whole;
}

/** The text with the item of that number before the one above it. */
export function withItemUp(source: string, list: Path, number: number): string {
  const whole = changed(source, list, (document) => {
    const items = document.getIn(list, true);
    if (!isCollection(items)) return;
    items.items.splice(number - 1, 0, ...items.items.splice(number, 1));
  });
  const spans = spansOf(source, list);
  const [upper, lower] = [spans[number - 1], spans[number]];
  if (!upper || !lower) return whole;
  const moved = [
    source.slice(0, upper.from),
    ended(source.slice(lower.from, lower.to)),
    source.slice(upper.to, lower.from),
    source.slice(upper.from, upper.to),
    source.slice(lower.to),
  ];
  return checked(moved.join(""), whole);
}

/** The text with a new step behind the one of that number; -1: at the beginning. */
export function withStep(source: string, behind: number, step: object): string {
  return withItem(source, STEPS, behind, step);
}

/** The text without the step of that number. */
export function withoutStep(source: string, number: number): string {
  return withoutItem(source, STEPS, number);
}

/** The text with the step of that number before the one above it. */
export function withStepUp(source: string, number: number): string {
  return withItemUp(source, STEPS, number);
}

/** A text that says the same as another; else that other. */
function checked(text: string, whole: string): string {
  const wanted = read(whole);
  return wanted && same(text, wanted) ? text : whole;
}

/** Where each item stands: from the comments above its dash to the end of its last line. */
function spansOf(source: string, list: Path): Span[] {
  const items = read(source)?.getIn(list, true);
  if (!isCollection(items) || items.flow) return [];
  return items.items.map((item) => {
    const [start, stop] = (item as Node).range ?? [0, 0];
    const dash = lineStart(source, start);
    const to = belowComments(source, lineEnd(source, stop), start - dash);
    return { from: aboveComments(source, dash), dash, to };
  });
}

/** Comments in lines of their own, as far in as what the item says. */
function belowComments(source: string, from: number, column: number): number {
  const indent = " ".repeat(column);
  let end = from;
  while (end < source.length) {
    const below = lineEnd(source, end + 1);
    if (!/^\s*#/.test(source.slice(end, below)) || !source.startsWith(indent, end)) break;
    end = below;
  }
  return end;
}

function aboveComments(source: string, from: number): number {
  let start = from;
  while (start > 0) {
    const above = lineStart(source, start - 1);
    if (!/^\s*#/.test(source.slice(above, start))) break;
    start = above;
  }
  return start;
}
