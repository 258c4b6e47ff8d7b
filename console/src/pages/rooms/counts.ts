// What a step expects and got, kind by kind. Pure.

const COUNTED = ["replies", "speakers", "matches", "clicks", "sign_ups"] as const;

export interface Count {
  kind: (typeof COUNTED)[number];
  count: number;
}

/** The counts in what the API gives: plain numbers (got), or each with a note (needed). */
export function countsIn(given: Record<string, unknown> | null | undefined): Count[] {
  return COUNTED.flatMap((kind) => {
    const found = given?.[kind];
    const count =
      typeof found === "object" && found !== null ? (found as { count?: unknown }).count : found;
    return typeof count === "number" ? [{ kind, count: Math.ceil(count) }] : [];
  });
}
