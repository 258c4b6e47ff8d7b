// What may be decided of a delivery, and how its deed is shown. Pure.
import type { Of } from "@/api/types";

export type Delivery = Of<"Delivery">;
export type State = Delivery["state"];
type Act = Of<"Act">;

/** The states that people look for; "decide" are the two that wait for somebody. */
export const STATES = [
  "held",
  "unknown",
  "pending",
  "sent",
  "failed",
  "expired",
  "skipped",
  "cancelled",
] as const;
export type Shown = (typeof STATES)[number] | "all";

/** What a page's query asks for. */
export function shownOf(asked: URLSearchParams): Shown {
  const given = asked.get("state");
  return given === "all" ? "all" : (STATES.find((one) => one === given) ?? "held");
}

const DECIDABLE: Partial<Record<State, readonly Act[]>> = {
  held: ["release", "sent", "cancel"],
  unknown: ["sent", "cancel"],
  pending: ["cancel"],
};

/** What a person who may decide can do about it. */
export function actsOf(state: State): readonly Act[] {
  return DECIDABLE[state] ?? [];
}

/** The words of a deed, where it has any. */
export function wordsOf(deed: Delivery["deed"]): string {
  const text = deed?.text;
  return typeof text === "string" ? text : "";
}

const KINDS = [
  "Say",
  "DirectMessage",
  "RemoveMember",
  "InviteMember",
  "RecallMessage",
  "NotifyStaff",
  "SetAnnouncement",
  "AcceptInvitation",
] as const;

/** The kind of deed, where we have a name for it. */
export function kindOf(kind: string): (typeof KINDS)[number] | "other" {
  return KINDS.find((one) => one === kind) ?? "other";
}
