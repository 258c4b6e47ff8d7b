// Where in a plan the cursor stands, and what is being written there. Pure.
import { flowAt } from "./flow";
import { commentAt, indentOf, isIdle, opensText, type Token, tokensOf } from "./tokens";

export type Path = (string | number)[];

export interface Place {
  path: Path; // of the mapping for a key, of the value itself for a value
  kind: "key" | "value";
  typed: string; // the word before the cursor
  siblings: string[]; // keys that the mapping has already
}

const FAR = 40; // lines that a bracket may stay open

/** What is being written at a position of a text; null in comments and in literal texts. */
export function placeAt(text: string, position: number): Place | null {
  const lines = text.slice(0, position).split("\n");
  const row = lines.length - 1;
  const line = lines[row] ?? "";
  if (commentAt(line) >= 0 || insideText(lines, row)) return null;
  const whole = text.split("\n");
  return inBrackets(lines, row) ?? inBlock(whole, row, line);
}

/** Lines below `say: |` are text, whatever they look like. */
function insideText(lines: readonly string[], row: number): boolean {
  const line = lines[row] ?? "";
  let indent = line.trim() ? indentOf(line) : line.length;
  for (let above = row - 1; above >= 0 && indent > 0; above -= 1) {
    const one = lines[above] ?? "";
    if (one.trim() === "" || indentOf(one) >= indent) continue;
    if (opensText(one)) return true;
    indent = indentOf(one);
  }
  return false;
}

function inBrackets(lines: readonly string[], row: number): Place | null {
  for (let first = row; first >= Math.max(0, row - FAR); first -= 1) {
    const one = lines[first] ?? "";
    if (first < row && isIdle(one)) continue;
    const tokens = tokensOf(one);
    const flow = flowAt(afterKey(lines.slice(first), tokens));
    if (flow) {
      const base = pathOf(lines, first, Number.MAX_SAFE_INTEGER);
      return { ...flow, path: [...base, ...flow.path] };
    }
    // A line with a key of its own that opens nothing: what is above it is closed.
    if (first < row && tokens.length > 0) return null;
  }
  return null;
}

/** The lines from a key's value on, so that the brackets of its text alone count. */
function afterKey(lines: readonly string[], tokens: readonly Token[]): string {
  const [first = "", ...rest] = lines;
  const last = tokens.at(-1);
  if (!last) return lines.join("\n");
  const from = last.key === null ? last.column + 1 : first.indexOf(":", last.column) + 1;
  return [first.slice(from), ...rest].join("\n");
}

function inBlock(lines: readonly string[], row: number, line: string): Place {
  const tokens = tokensOf(line);
  const last = tokens.at(-1);
  if (last && last.key !== null) {
    const path = pathOf(lines, row, Number.MAX_SAFE_INTEGER, line);
    const typed = line.slice(line.indexOf(":", last.column) + 1).trimStart();
    return { path, kind: "value", typed, siblings: [] };
  }
  const dashes = tokens.length > 0;
  const column = dashes
    ? line.length - typedIn(line).length
    : line.trim()
      ? indentOf(line)
      : line.length;
  const path = pathOf(lines, row, column, line);
  return { path, kind: "key", typed: typedIn(line), siblings: siblingsOf(lines, row, column) };
}

function typedIn(line: string): string {
  return line.replace(/^\s*(-\s+)*(-$)?/, "");
}

/** The path of what begins at a column, by the keys and dashes that stand further left. */
function pathOf(lines: readonly string[], row: number, column: number, current?: string): Path {
  const path: Path = [];
  const left = { key: column, dash: column }; // the next one stands further left than this
  for (let at = row; at >= 0 && left.key > 0; at -= 1) {
    const line = at === row && current !== undefined ? current : (lines[at] ?? "");
    if (isIdle(line)) continue;
    for (const token of tokensOf(line).reverse()) outward(path, left, token);
  }
  return path;
}

function outward(path: Path, left: { key: number; dash: number }, token: Token): void {
  if (token.column >= (token.key === null ? left.dash : left.key)) return;
  path.unshift(token.key ?? 0);
  left.dash = token.column;
  // A list may stand right below its key, as far left as the key itself.
  left.key = token.key === null ? token.column + 1 : token.column;
}

function siblingsOf(lines: readonly string[], row: number, column: number): string[] {
  const begins = (tokensOf(lines[row] ?? "")[0]?.column ?? column) < column;
  const above = begins ? [] : lines.slice(0, row).reverse();
  return [...keysOf(above, column, true), ...keysOf(lines.slice(row + 1), column, false)];
}

/** The keys at a column, up to the end of their mapping; upward a dash before one ends it too. */
function keysOf(lines: readonly string[], column: number, upward: boolean): string[] {
  const found: string[] = [];
  for (const line of lines) {
    if (isIdle(line)) continue;
    const tokens = tokensOf(line);
    const first = tokens[0]?.column ?? indentOf(line);
    if (first < column && !upward) break;
    found.push(...tokens.filter((one) => one.column === column).flatMap((one) => one.key ?? []));
    if (first < column) break;
  }
  return found;
}
