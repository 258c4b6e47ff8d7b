// A line of YAML as its keys and dashes, with their columns. Enough for completion while somebody
// is still writing, when no parser can read the text. Pure.

export interface Token {
  column: number; // from 0
  key: string | null; // null: a dash
}

const KEY = /^("(?:[^"\\]|\\.)*"|'[^']*'|[^\s#:{}[\],"'][^#:{}[\],]*?)\s*:(?=\s|$)/;

/** The dashes and the first key of a line. */
export function tokensOf(line: string): Token[] {
  const tokens: Token[] = [];
  let column = line.length - line.trimStart().length;
  while (/^-(\s|$)/.test(line.slice(column))) {
    tokens.push({ column, key: null });
    const rest = line.slice(column + 1);
    column += 1 + rest.length - rest.trimStart().length;
  }
  const key = KEY.exec(line.slice(column))?.[1];
  if (key !== undefined) tokens.push({ column, key: bare(key) });
  return tokens;
}

/** What a quoted key says. */
export function bare(key: string): string {
  return /^(["']).*\1$/.test(key) ? key.slice(1, -1) : key;
}

/** Whether nothing on a line counts: it is empty, or a comment. */
export function isIdle(line: string): boolean {
  return /^\s*(#.*)?$/.test(line);
}

/** Where a line begins to say something. */
export function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** Whether a value goes on below as literal text: `say: |`. */
export function opensText(line: string): boolean {
  return /(:|-)\s+[|>][-+0-9]*\s*(#.*)?$/.test(line);
}

/** Where a comment begins, outside of quotes; -1 where there is none. */
export function commentAt(line: string): number {
  const found = /(^|\s)#/.exec(unquoted(line));
  return found ? found.index + (found[1]?.length ?? 0) : -1;
}

/** A text with the words in quotes blotted out, as long as before. */
export function unquoted(text: string): string {
  return text.replace(
    /(^|[\s:,[{-])("[^"]*("|$)|'[^']*('|$))/g,
    (whole: string, before: string) => before + "x".repeat(whole.length - before.length),
  );
}
