// What happened after a message, step by step, as far as it has come. Pure.
import type { After, Spoken } from "./api";

export type StepName =
  | "came"
  | "said"
  | "kept"
  | "suspect"
  | "harmless"
  | "case"
  | "lead"
  | "asked"
  | "answered"
  | "removed"
  | "recalled"
  | "told"
  | "taken";

export interface Step {
  name: StepName;
  done: boolean; // false: it is waited for
  given: Record<string, string | number>; // what its sentence names
  details: readonly string[];
  to: string | null; // where it can be looked at
  at?: string; // until when it is waited for
}

// What the bot does, by the name of the deed (bot/core/effects.py); the rest are words.
const DEEDS: Readonly<Record<string, StepName>> = {
  RemoveMember: "removed",
  RecallMessage: "recalled",
};

function step(name: StepName, more: Partial<Step> = {}): Step {
  return { name, done: true, given: {}, details: [], to: null, ...more };
}

/** Every step so far, and the one that is waited for. */
export function stepsOf(said: Spoken, after: After | undefined): Step[] {
  const steps: Step[] = [];
  if (said.came_in) steps.push(step("came", { given: { name: said.by } }));
  steps.push(step("said", { given: { name: said.by }, details: [said.text] }));
  if (!after || after.message === null) return [...steps, step("kept", { done: false })];
  steps.push(
    step("kept", {
      given: { student: after.student ?? "" },
      to: `/rooms/${after.room}?at=${after.message}`,
    }),
  );
  return [...steps, ...judged(after), ...asked(after), ...told(after)];
}

function judged(after: After): Step[] {
  const found: Step[] = [];
  const reasons = after.verdicts.map((one) => one.reason);
  if (reasons.length > 0) found.push(step("suspect", { details: reasons }));
  else found.push(step("harmless"));
  if (after.case)
    found.push(step("case", { given: { id: after.case.id }, to: `/review/${after.case.id}` }));
  for (const one of after.leads)
    found.push(
      step("lead", { given: { words: one.words.join("、") }, to: `/leads?lead=${one.id}` }),
    );
  return found;
}

function asked(after: After): Step[] {
  const found = after.answers.map((one) => step(DEEDS[one.kind] ?? "answered"));
  if (after.due && after.alerts.length === 0)
    found.push(step("asked", { done: false, at: after.due }));
  return found;
}

function told(after: After): Step[] {
  return after.alerts.map((one) => {
    const to = `/alerts?id=${one.id}`;
    return one.taken_by
      ? step("taken", { given: { id: one.id, name: one.taken_by }, to })
      : step("told", { given: { id: one.id, count: one.level }, to });
  });
}

/** Whether nothing more is expected soon: then it is looked at less often. */
export function isSettled(after: After | undefined): boolean {
  if (!after || after.message === null) return false;
  if (after.alerts.length > 0) return after.alerts.every((one) => one.taken_by !== null);
  return after.answers.length > 0 && after.answers.every((one) => one.state === "sent");
}
