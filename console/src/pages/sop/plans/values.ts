// Values out of a plan's text, of which nobody knows yet what they are. Pure.

export type Fields = Record<string, unknown>;

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The keys that are not among these. */
export function beyond(fields: Fields, shown: readonly string[]): string[] {
  return Object.keys(fields).filter((key) => !shown.includes(key));
}

/** A single value as people write it; nothing for lists and mappings. */
export function said(value: unknown): string {
  return value === undefined || value === null || typeof value === "object" ? "" : String(value);
}
