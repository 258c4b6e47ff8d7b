// What somebody may and where, as the form edits it. Pure.
import type { Of } from "@/api/types";

export type Role = Of<"Role">;
export type Grant = Of<"Grant">;

/** From the strongest to the weakest. */
export const ROLES: readonly Role[] = [
  "admin",
  "ops_lead",
  "manager",
  "agent",
  "sales",
  "viewer",
] as const;

/** A row of the form: a role in a room, or in a series. */
export interface Row {
  key: number; // of React, for as long as the form is open
  role: Role;
  kind: "room" | "series";
  room: number | null;
  series: string;
}

export interface May {
  role: Role | null; // everywhere
  rows: readonly Row[];
}

/** What the form begins with. */
export function mayOf(role: Role | null, grants: readonly Grant[]): May {
  const rows = grants.map(
    (one, key): Row => ({
      key,
      role: one.role,
      kind: one.room === null ? "series" : "room",
      room: one.room,
      series: one.series,
    }),
  );
  return { role, rows };
}

/** One more row: mostly another room for the same role. */
export function withRow(may: May): May {
  const last = may.rows.at(-1);
  const key = Math.max(-1, ...may.rows.map((one) => one.key)) + 1;
  const row: Row = {
    key,
    role: last?.role ?? "manager",
    kind: last?.kind ?? "room",
    room: null,
    series: "",
  };
  return { ...may, rows: [...may.rows, row] };
}

export function changed(may: May, key: number, more: Partial<Row>): May {
  return { ...may, rows: may.rows.map((one) => (one.key === key ? { ...one, ...more } : one)) };
}

export function without(may: May, key: number): May {
  return { ...may, rows: may.rows.filter((one) => one.key !== key) };
}

export type Lack = "needSomething" | "needPlace";

/** What is still wanting; null: it can be sent. */
export function lackOf(may: May): Lack | null {
  if (may.role === null && may.rows.length === 0) return "needSomething";
  return may.rows.every((one) => placeOf(one) !== null) ? null : "needPlace";
}

type Place = { room: number; series: "" } | { room: null; series: string };

function placeOf(row: Row): Place | null {
  if (row.kind === "room") return row.room === null ? null : { room: row.room, series: "" };
  const series = row.series.trim();
  return series ? { room: null, series } : null;
}

/** What the API takes. */
export function sent(may: May): { role: Role | null; grants: Grant[] } {
  const grants = may.rows.flatMap((one) => {
    const place = placeOf(one);
    return place ? [{ role: one.role, ...place }] : [];
  });
  return { role: may.role, grants };
}
