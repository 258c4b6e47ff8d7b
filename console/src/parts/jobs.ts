// Work that the service does in the background: a back-test, a rehearsal. Pure.
import type { Of } from "@/api/types";

export type Job = Of<"Job">;

const LOOK = 700; // ms between two looks at a job

/** Whether more is to come of a job. */
export function isLive({ state }: Pick<Job, "state">): boolean {
  return state === "waiting" || state === "running";
}

/** When to look again: soon while one of them is at work; false: not at all. */
export function lookAgain(jobs: readonly Pick<Job, "state">[]): number | false {
  return jobs.some(isLive) ? LOOK : false;
}
