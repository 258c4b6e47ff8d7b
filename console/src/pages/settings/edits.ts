// Changes of settings before they are sent: what differs from what holds, as edits of the file.
import type { Body, Of } from "@/api/types";

export type Edit = Body<"/api/v1/settings/change">["edits"][number];
export type Setting = Of<"Setting">;

/** What somebody has set on a form and not saved: by path; `DEFAULT` takes a setting back. */
export const DEFAULT = Symbol("default");
export type Pending = ReadonlyMap<string, unknown>;

export function put(path: readonly (string | number)[], value: unknown): Edit {
  return { do: "put", path: [...path], value };
}

export function drop(path: readonly (string | number)[]): Edit {
  return { do: "drop", path: [...path] };
}

export function append(path: readonly (string | number)[], value: unknown): Edit {
  return { do: "append", path: [...path], value };
}

/** Whether two values of settings are the same. */
export function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}

/** With one more change; a value that holds already is none. */
export function withChange(pending: Pending, item: Setting, value: unknown): Pending {
  const next = new Map(pending);
  const nothing = value === DEFAULT ? item.origin === "default" : same(value, item.value);
  if (nothing) next.delete(item.path);
  else next.set(item.path, value);
  return next;
}

/** What a form shows of a setting: what is pending, else what holds. */
export function shownOf(pending: Pending, item: Setting): unknown {
  const value = pending.get(item.path);
  if (value === DEFAULT) return item.default;
  return value === undefined ? item.value : value;
}

/** The edits that make it so. */
export function editsOf(pending: Pending): Edit[] {
  return [...pending].map(([path, value]) =>
    value === DEFAULT ? drop(path.split(".")) : put(path.split("."), value),
  );
}

/** "22:30:00" as the field of a form has it, and as config.yaml is written. */
export function wallTime(given: unknown): string {
  return typeof given === "string" ? given.slice(0, 5) : "";
}

export interface Hours {
  start: string;
  end: string;
}

/** Quiet hours, or null. */
export function hoursOf(value: unknown): Hours | null {
  if (typeof value !== "object" || value === null) return null;
  const { start, end } = value as Partial<Hours>;
  return { start: wallTime(start), end: wallTime(end) };
}
