// Which tasks are shown, and in which groups: overdue, today, later. Pure.
import type { Of } from "@/api/types";
import { numberIn } from "@/parts/address";
import { dayOf } from "@/parts/time";

export type Task = Of<"Task">;

export const WHOSE = ["mine", "all"] as const;
export const VIEWS = ["open", "done"] as const;

export interface Look {
  whose: (typeof WHOSE)[number];
  view: (typeof VIEWS)[number];
  id: number | null; // one task alone
}

/** Reads a page's query; who has tasks of their own begins with those. */
export function lookOf(asked: URLSearchParams, hasOwn: boolean): Look {
  return {
    whose: WHOSE.find((one) => one === asked.get("whose")) ?? (hasOwn ? "mine" : "all"),
    view: VIEWS.find((one) => one === asked.get("view")) ?? "open",
    id: numberIn(asked, "id"),
  };
}

export type Group = "held" | "late" | "today" | "later" | "anytime";
const ORDER: readonly Group[] = ["held", "late", "today", "later", "anytime"];

/** To which group a task belongs that waits. */
export function groupOf(task: Pick<Task, "state" | "due">, now: Date, zone: string): Group {
  if (task.state === "held") return "held";
  if (task.due === null) return "anytime";
  const due = new Date(task.due);
  if (due <= now) return "late";
  return dayOf(due, zone) === dayOf(now, zone) ? "today" : "later";
}

/** Tasks that wait, by group, the most urgent first. */
export function groups(tasks: readonly Task[], now: Date, zone: string): [Group, Task[]][] {
  const found = new Map<Group, Task[]>();
  for (const task of [...tasks].sort(byDue)) {
    const group = groupOf(task, now, zone);
    found.set(group, [...(found.get(group) ?? []), task]);
  }
  return ORDER.flatMap((one): [Group, Task[]][] => {
    const there = found.get(one);
    return there ? [[one, there]] : [];
  });
}

function byDue(one: Task, other: Task): number {
  const [a, b] = [one, other].map((task) => (task.due ? Date.parse(task.due) : Infinity));
  return (a ?? 0) === (b ?? 0) ? one.id - other.id : (a ?? 0) - (b ?? 0);
}

const ACTS: Partial<Record<Task["state"], readonly Of<"Act">[]>> = {
  open: ["done", "cannot", "give"],
  held: ["done", "give"],
};

/** What may be done with a task. */
export function actsOf(state: Task["state"]): readonly Of<"Act">[] {
  return ACTS[state] ?? [];
}
