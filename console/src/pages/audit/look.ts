// Which lines of the audit are looked at, and what a line is about. Pure.
import type { Query } from "@/api/types";
import { addDays, isDay } from "@/parts/days";
import { momentOf } from "@/parts/wall";

/** What a line may be about; each is a word of `subject` before its colon. */
export const KINDS = [
  "case",
  "person",
  "lead",
  "question",
  "alert",
  "task",
  "delivery",
  "room",
  "plan",
  "run",
  "step",
  "content",
  "campaign",
  "settings",
  "login",
  "token",
] as const;
export type Kind = (typeof KINDS)[number];

export interface Look {
  kind: Kind | null;
  number: string; // of one thing, with a kind
  author: string;
  from: string; // a day, or ""
  to: string; // the last day, or ""
}

export function lookOf(asked: URLSearchParams): Look {
  const day = (name: string) => {
    const given = asked.get(name);
    return isDay(given) ? given : "";
  };
  return {
    kind: KINDS.find((one) => one === asked.get("kind")) ?? null,
    number: (asked.get("number") ?? "").slice(0, 200),
    author: (asked.get("author") ?? "").slice(0, 200),
    from: day("from"),
    to: day("to"),
  };
}

/** Writes it; what asks nothing is left out. */
export function addressOf(look: Look): Record<string, string> {
  const { kind, number, ...rest } = look;
  const said = { ...rest, kind: kind ?? "", number: kind ? number : "" };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value));
}

/** What the API is asked; days are the house's. */
export function queryOf(look: Look, zone: string): Query<"/api/v1/audit"> {
  const number = look.number.trim();
  const subject = look.kind && number ? `${look.kind}:${number}` : look.kind;
  return {
    ...(subject ? { subject } : {}),
    ...(look.author.trim() ? { author: look.author.trim() } : {}),
    ...(look.from ? { since: startOf(look.from, zone, 0) } : {}),
    ...(look.to ? { until: startOf(look.to, zone, 1) } : {}),
    limit: 50,
  };
}

/** When a day of a zone begins, so many days later. */
export function startOf(day: string, zone: string, later: number): string {
  return momentOf(`${addDays(day, later)}T00:00`, zone)?.toISOString() ?? "";
}

/** What a line is about. */
export function subjectOf(subject: string): { kind: string; id: string } {
  const at = subject.indexOf(":");
  return at < 0
    ? { kind: subject, id: "" }
    : { kind: subject.slice(0, at), id: subject.slice(at + 1) };
}

const PAGES: Readonly<Record<string, (id: string) => string>> = {
  case: (id) => `/review/${id}`,
  person: (id) => `/people/${id}`,
  lead: (id) => `/leads/${id}`,
  room: (id) => `/rooms/${id}`,
  alert: (id) => `/alerts?id=${id}`,
  plan: (id) => `/sop/plans/${encodeURIComponent(id)}`,
  login: () => "/settings/access",
  token: () => "/settings/access?of=programs",
};

/** The page on which a subject is found; null: there is none. */
export function pageOf(subject: string): string | null {
  const { kind, id } = subjectOf(subject);
  const numbered = kind !== "plan" && !/^\d{1,18}$/.test(id);
  return numbered || !id ? null : (PAGES[kind]?.(id) ?? null);
}
