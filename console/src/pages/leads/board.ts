// The board of leads: its columns, and what can be done with a lead in each. Pure.
import type { Of } from "@/api/types";

export type Lead = Of<"Lead">;
export const STAGES = ["open", "claimed", "won", "lost"] as const;
export type Stage = (typeof STAGES)[number];
export type Move = "claim" | "release" | "won" | "lost" | "assign";

const MOVES: Record<Stage, readonly Move[]> = {
  open: ["claim", "assign", "won", "lost"],
  claimed: ["assign", "won", "lost", "release"],
  won: ["release"],
  lost: ["release"],
};

const LEADS_TO: Record<Exclude<Move, "assign">, Stage> = {
  claim: "claimed",
  release: "open",
  won: "won",
  lost: "lost",
};

export function stageOf(lead: { state: string }): Stage {
  return STAGES.find((one) => one === lead.state) ?? "open";
}

/** What can be done with a lead now. */
export function movesOf(lead: { state: string }): readonly Move[] {
  return MOVES[stageOf(lead)];
}

/** What dropping a lead onto a column means; null: nothing that can be. */
export function moveTo(lead: { state: string }, stage: Stage): Exclude<Move, "assign"> | null {
  const possible = movesOf(lead).filter((one) => one !== "assign");
  return possible.find((one) => LEADS_TO[one] === stage && stage !== stageOf(lead)) ?? null;
}

/** Whether a move asks for words first: an outcome is worth its reason. */
export function asksWhy(move: Move): boolean {
  return move === "won" || move === "lost";
}

export type Pace = "fresh" | "slow" | "late" | "over";

const SLOW = 15 * 60; // seconds that nobody took a lead on
const LATE = 60 * 60;

/** How long a lead has waited for somebody, in three steps; who is taken care of does not wait. */
export function paceOf(lead: Pick<Lead, "state" | "since">, now: Date): Pace {
  if (stageOf(lead) !== "open") return "over";
  const seconds = (now.getTime() - Date.parse(lead.since)) / 1000;
  if (seconds >= LATE) return "late";
  return seconds >= SLOW ? "slow" : "fresh";
}
