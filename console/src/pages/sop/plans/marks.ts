// Mistakes as marks in the text: from the line and column of the check to what is underlined. Pure.
import type { Checked } from "./useChecked";

export interface Mark {
  from: number;
  to: number;
  severity: "error" | "warning";
  message: string;
}

/** Every mistake and warning as a mark; places beyond the text are drawn at its end. */
export function marksOf(text: string, checked: Checked): Mark[] {
  const lines = text.split(/\r\n?|\n/);
  const starts = startsOf(text);
  const mark = (severity: Mark["severity"]) => (one: Checked["problems"][number]) => {
    const row = Math.min(Math.max(one.line, 1), lines.length) - 1;
    const line = lines[row] ?? "";
    const column = unitsOf(line, one.column - 1);
    const from = (starts[row] ?? 0) + Math.min(column, line.length);
    const word = /^("[^"]*"|'[^']*'|[^\s,{}[\]]+)/.exec(line.slice(column))?.[0] ?? "";
    const to = Math.min(from + Math.max(word.length, 1), (starts[row] ?? 0) + line.length);
    return { from, to: Math.max(from, to), severity, message: one.what };
  };
  return [...checked.problems.map(mark("error")), ...checked.warnings.map(mark("warning"))].sort(
    (a, b) => a.from - b.from,
  );
}

/** The offset of each line, with line breaks counted as one sign each. */
function startsOf(text: string): number[] {
  let at = 0;
  return text.split(/\r\n?|\n/).map((line) => {
    const start = at;
    at += line.length + 1;
    return start;
  });
}

/** So many characters of a line in UTF-16 units: an emoji is one character and two units. */
export function unitsOf(line: string, characters: number): number {
  let units = 0;
  let left = characters;
  for (const sign of line) {
    if (left <= 0) break;
    units += sign.length;
    left -= 1;
  }
  return units + Math.max(0, left);
}
