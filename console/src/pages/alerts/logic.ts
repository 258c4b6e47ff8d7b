// Which alerts are looked for, kept in the address so that a look can be handed on. Pure.
import type { Of, Query } from "@/api/types";
import { type AlertKind, KINDS } from "@/pages/acts/kinds";
import { numberIn } from "@/parts/address";
import { oneOf } from "@/parts/oneOf";

export type Alert = Of<"Alert">;

export const STATES = ["open", "acknowledged", "all"] as const;
export const SEVERITIES = ["critical", "warning", "info"] as const;
/** What the address asks for; what it does not know is not asked. */
export interface Look {
  state: (typeof STATES)[number];
  severity: (typeof SEVERITIES)[number] | null;
  kind: AlertKind | null;
  id: number | null; // one alert alone
}

/** Reads a page's query. */
export function lookOf(asked: URLSearchParams): Look {
  return {
    state: oneOf(STATES, asked.get("state")) ?? "open",
    severity: oneOf(SEVERITIES, asked.get("severity")),
    kind: oneOf(KINDS, asked.get("kind")),
    id: numberIn(asked, "id"),
  };
}

/** The same of single values, as fields give them. */
export function readLook(given: Partial<Record<keyof Look, string>>): Look {
  return lookOf(new URLSearchParams(given));
}

/** Whether an open alert waits for its time, and nobody was told of it in this round. */
export function isPutOff(alert: Alert, now: Date): boolean {
  const waits = alert.next_at !== null && new Date(alert.next_at) > now;
  return alert.state === "open" && waits && alert.told.length === 0;
}

/** Writes it; what is the default is left out. */
export function addressOf(look: Look): Record<string, string> {
  return {
    ...(look.state === "open" ? {} : { state: look.state }),
    ...(look.severity ? { severity: look.severity } : {}),
    ...(look.kind ? { kind: look.kind } : {}),
    ...(look.id ? { id: String(look.id) } : {}),
  };
}

/** What the API is asked. */
export function queryOf(look: Look): Query<"/api/v1/alerts"> {
  return {
    ...(look.state === "all" ? {} : { state: look.state }),
    ...(look.severity ? { severity: look.severity } : {}),
    ...(look.kind ? { kind: look.kind } : {}),
    limit: 50,
  };
}
