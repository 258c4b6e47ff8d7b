// What a line of the audit says of a change: before and after, side by side. Pure.
type Json = Readonly<Record<string, unknown>>;

export interface Side {
  name: string;
  before: unknown; // undefined: there was no such thing
  after: unknown;
}

export interface Change {
  sides: readonly Side[];
  more: readonly (readonly [string, unknown])[]; // what was said besides
}

function object(given: unknown): Json {
  return typeof given === "object" && given !== null && !Array.isArray(given)
    ? (given as Json)
    : {};
}

/** Reads the details of a line. */
export function changeOf(details: unknown): Change {
  const { before, after, ...rest } = object(details);
  const old = object(before);
  const now = object(after);
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  return {
    sides: names
      .map((name) => ({ name, before: old[name], after: now[name] }))
      .filter(({ before, after }) => textOf(before) !== textOf(after)), // nothing to see is no change
    more: Object.entries(rest).filter(([, value]) => value !== null && value !== ""),
  };
}

const LONGEST = 2000; // characters of a value; whole texts of plans are elsewhere

/** A value as text: never as markup. */
export function textOf(value: unknown): string {
  if (value === undefined || value === null || value === "") return "–";
  if (Array.isArray(value)) return value.map(textOf).join(", ") || "–";
  const text = typeof value === "object" ? JSON.stringify(value, null, 1) : String(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text;
}
