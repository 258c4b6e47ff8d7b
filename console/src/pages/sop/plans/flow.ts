// Inside brackets: `when: {day: 1, at: "09:00"}`. Pure.
import { bare, unquoted } from "./tokens";

export interface Flow {
  path: (string | number)[]; // from the outermost bracket on
  kind: "key" | "value";
  typed: string; // of the word at the end
  siblings: string[]; // keys of the same mapping that stand before
  start: number; // of the outermost bracket
}

interface Level {
  list: boolean;
  keys: string[];
  key: string | null; // whose value is being written
  from: number; // of the word that is being written
  at: number;
}

/** What is being written at the end of `text`; null where no bracket is open there. */
export function flowAt(text: string): Flow | null {
  const levels: Level[] = [];
  const seen = unquoted(text);
  for (let at = 0; at < seen.length; at += 1) turn(levels, seen[at] ?? "", text, at);
  return levels.length > 0 ? found(levels, text) : null;
}

function turn(levels: Level[], sign: string, text: string, at: number): void {
  const level = levels.at(-1);
  if (sign === "}" || sign === "]") levels.pop();
  else if (/[{[]/.test(sign) && (level || begins(text, at))) levels.push(opened(sign, at));
  else if (level) step(level, sign, text, at);
}

/** Whether a sign stands where a value begins; elsewhere it belongs to a word. */
function begins(text: string, at: number): boolean {
  return /(^|[:,[{-])\s*$/.test(text.slice(0, at));
}

function opened(sign: string, at: number): Level {
  return { list: sign === "[", keys: [], key: null, from: at + 1, at };
}

function step(level: Level, sign: string, text: string, at: number): void {
  if (sign === ",") {
    level.key = null;
    level.from = at + 1;
  } else if (sign === ":" && !level.list && /\s|^$/.test(text[at + 1] ?? "")) {
    level.key = bare(text.slice(level.from, at).trim());
    level.keys.push(level.key);
    level.from = at + 1;
  }
}

function found(levels: readonly Level[], text: string): Flow {
  const path: (string | number)[] = [];
  for (const level of levels.slice(0, -1)) path.push(level.list ? 0 : (level.key ?? ""));
  const last = levels[levels.length - 1] as Level;
  const value = last.list || last.key !== null;
  if (value) path.push(last.list ? 0 : (last.key ?? ""));
  return {
    path,
    kind: value ? "value" : "key",
    typed: text.slice(last.from).trimStart(),
    siblings: last.keys,
    start: levels[0]?.at ?? 0,
  };
}
