// The lines of a person's way: which words each kind has, and where it leads. Pure.
import { oneOf } from "@/parts/oneOf";

export const KINDS = [
  "joined",
  "left",
  "renamed",
  "noted",
  "tagged",
  "merged",
  "unmerged",
  "case",
  "case_decided",
  "mark",
  "mark_revoked",
  "listed",
  "lifted",
  "appeal",
  "appeal_answered",
  "reported",
  "lead",
  "lead_closed",
  "question",
  "quiz",
  "signed_up",
  "attended",
  "claimed",
  "coupon",
  "redeemed",
] as const;
export type Kind = (typeof KINDS)[number];

/** Values that have a word of their own, by the kind that says them. */
const SAID = {
  mark: ["advert", "suspect", "warned", "quiz", "report"],
  case_decided: ["confirmed", "dismissed", "undone", "open"],
  lead_closed: ["open", "claimed", "won", "lost"],
  listed: ["deny", "allow", "trust"],
  lifted: ["deny", "allow", "trust"],
  appeal_answered: ["open", "granted", "upheld"],
  reported: ["right", "wrong"],
  quiz: ["open", "passed", "failed", "late", "excused", "left"],
} as const satisfies Partial<Record<Kind, readonly string[]>>;
type Valued = (typeof SAID)[keyof typeof SAID][number];
export type WordOf = `w_${Valued}`;

export function kindOf(kind: string): Kind | null {
  return oneOf(KINDS, kind);
}

/** Whether the value of a line has a word of its own: "w_deny". */
export function worded(kind: Kind, what: string): WordOf | null {
  const known: readonly string[] = (SAID as Partial<Record<Kind, readonly string[]>>)[kind] ?? [];
  return known.includes(what) ? (`w_${what}` as WordOf) : null;
}

/** Where a line leads; null: nowhere. */
export function leadsTo(kind: Kind, number: number, room: number | null): string | null {
  if (kind === "case" || kind === "case_decided") return `/review/${number}`;
  if (kind === "question" && room !== null) return `/rooms/${room}?at=${number}`;
  if (kind === "joined" || kind === "left") return room === null ? null : `/rooms/${room}`;
  return null;
}

/** Whether somebody should look twice: red lines are read first. */
export function weighty(kind: Kind): boolean {
  return kind === "case" || kind === "mark" || kind === "listed";
}
