// Steps of a plan as parts of its text: added, taken out, moved, with the comments above them.
import { isCollection, type Node } from "yaml";
import { changed, read, same } from "./edit";

interface Span {
  from: number;
  to: number;
}

/** The text with a new step behind the one of that number; -1: at the beginning. */
export function withStep(source: string, behind: number, step: object): string {
  const whole = changed(source, ["steps"], (document) => {
    const steps = document.get("steps");
    if (isCollection(steps)) steps.items.splice(behind + 1, 0, document.createNode(step));
    else document.set("steps", document.createNode([step]));
  });
  const spans = spansOf(source);
  const near = spans[Math.max(behind, 0)];
  if (!near) return whole;
  const dash = /^ */.exec(source.slice(near.dash))?.[0] ?? "";
  const [first = "", ...rest] = lines(step);
  const item = [`${dash}- ${first}`, ...rest.map((line) => `${dash}  ${line}`)].join("\n");
  const at = behind < 0 ? near.from : near.to;
  return checked(`${ended(source.slice(0, at))}${item}\n${source.slice(at)}`, whole);
}

/** The text without the step of that number. */
export function withoutStep(source: string, number: number): string {
  const whole = changed(source, ["steps"], (document) => document.deleteIn(["steps", number]));
  const span = spansOf(source)[number];
  return span ? checked(source.slice(0, span.from) + source.slice(span.to), whole) : whole;
}

/** The text with the step of that number before the one above it. */
export function withStepUp(source: string, number: number): string {
  const whole = changed(source, ["steps"], (document) => {
    const steps = document.get("steps");
    if (!isCollection(steps)) return;
    steps.items.splice(number - 1, 0, ...steps.items.splice(number, 1));
  });
  const spans = spansOf(source);
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

/** A text that says the same as another; else that other. */
function checked(text: string, whole: string): string {
  const wanted = read(whole);
  return wanted && same(text, wanted) ? text : whole;
}

function lines(step: object): string[] {
  return Object.entries(step).map(([key, value]) => `${key}: ${inLine(value)}`);
}

/** A value in one line, as a plan has it: {day: 1, at: "09:00"}. */
function inLine(value: unknown): string {
  if (typeof value !== "object" || value === null) return scalar(value);
  const parts = Object.entries(value).map(([key, one]) => `${key}: ${scalar(one)}`);
  return `{${parts.join(", ")}}`;
}

function scalar(value: unknown): string {
  const plain = typeof value !== "string" || /^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(value);
  return plain && !/^(true|false|null)$/i.test(String(value))
    ? String(value)
    : JSON.stringify(value);
}

/** Where each step stands: from the comments above its dash to the end of its last line. */
function spansOf(source: string): (Span & { dash: number })[] {
  const steps = read(source)?.get("steps");
  if (!isCollection(steps) || steps.flow) return [];
  return steps.items.map((item) => {
    const [start, stop] = (item as Node).range ?? [0, 0];
    const dash = source.lastIndexOf("\n", start - 1) + 1;
    return { from: aboveComments(source, dash), dash, to: lineEnd(source, stop) };
  });
}

function lineEnd(source: string, at: number): number {
  if (at > 0 && source[at - 1] === "\n") return at;
  const end = source.indexOf("\n", at);
  return end < 0 ? source.length : end + 1;
}

function aboveComments(source: string, from: number): number {
  let start = from;
  while (start > 0) {
    const above = source.lastIndexOf("\n", start - 2) + 1;
    if (!/^\s*#/.test(source.slice(above, start))) break;
    start = above;
  }
  return start;
}

function ended(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}
