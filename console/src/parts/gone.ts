// Things that an address can name, and where one goes on when they are not there. Pure.
import { Problem } from "@/api/problem";

export const WAYS = {
  room: "/rooms",
  rules: "/settings/rooms",
  person: "/people",
  case: "/review",
  plan: "/sop/plans",
  run: "/sop/runs",
  task: "/tasks",
  lead: "/leads",
  alert: "/alerts",
  delivery: "/deliveries",
} as const;
export type Gone = keyof typeof WAYS;

const NOT_THERE = new Set([400, 404, 422]); // an id that is no number cannot be there either

/** Whether a look at one thing, by what an address says, found that there is none such. */
export function isGone(error: Error | null): boolean {
  return error instanceof Problem && NOT_THERE.has(error.status);
}
