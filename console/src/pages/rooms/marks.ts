// Which marks stand at a message, in the order in which they matter. Pure.
import type { Of } from "@/api/types";

export type Message = Of<"TimelineMessage">;

type CaseKind = "caseOpen" | "caseConfirmed" | "caseDismissed" | "caseUndone" | "alike";
type LeadKind = "leadOpen" | "leadClaimed" | "leadWon" | "leadLost";
type QuestionKind = "questionWaits" | "questionLate" | "questionAnswered" | "questionClosed";
type ExpectKind = "expectWaiting" | "expectMet" | "expectMissed";
export type Tone = "bad" | "warn" | "good" | "plain";

export type Mark =
  | { kind: CaseKind | "suspect" | QuestionKind | ExpectKind; tone: Tone; hint: string }
  | { kind: LeadKind; tone: Tone; hint: string; category: string; owner: string }
  | { kind: "post"; tone: Tone; hint: string; plan: string; step: string }
  | { kind: "said"; tone: Tone; hint: string; name: string };

const CASES: Record<string, [CaseKind, Tone]> = {
  open: ["caseOpen", "warn"],
  confirmed: ["caseConfirmed", "bad"],
  dismissed: ["caseDismissed", "good"],
  undone: ["caseUndone", "plain"],
};
const LEADS: Record<string, [LeadKind, Tone]> = {
  open: ["leadOpen", "good"],
  claimed: ["leadClaimed", "good"],
  won: ["leadWon", "good"],
  lost: ["leadLost", "plain"],
};
const EXPECTED: Record<string, [ExpectKind, Tone]> = {
  waiting: ["expectWaiting", "plain"],
  met: ["expectMet", "good"],
  missed: ["expectMissed", "warn"],
};

/** The marks of a message; `now` tells which questions are late. */
export function marksOf(message: Message, now: Date): Mark[] {
  return [...judged(message), ...wanted(message), ...asked(message, now), ...posted(message)];
}

function judged(message: Message): Mark[] {
  const hint = message.verdicts.map((one) => one.reason).join("\n");
  const found = message.case;
  if (!found) return hint ? [{ kind: "suspect", tone: "plain", hint }] : [];
  const [kind, tone] = CASES[found.state] ?? ["caseOpen", "warn"];
  if (!found.flagged && kind === "caseOpen") return [{ kind: "alike", tone: "plain", hint }];
  return [{ kind, tone, hint }];
}

function wanted(message: Message): Mark[] {
  return message.leads.map((one) => {
    const [kind, tone] = LEADS[one.state] ?? ["leadOpen", "good"];
    const hint = one.words.join("、");
    return { kind, tone, hint, category: one.category, owner: one.owner ?? "" };
  });
}

function asked(message: Message, now: Date): Mark[] {
  const question = message.question;
  if (!question) return [];
  if (question.answered) return [{ kind: "questionAnswered", tone: "good", hint: "" }];
  if (question.closed) return [{ kind: "questionClosed", tone: "plain", hint: "" }];
  const late = new Date(question.due) <= now;
  return [{ kind: late ? "questionLate" : "questionWaits", tone: late ? "bad" : "warn", hint: "" }];
}

function posted(message: Message): Mark[] {
  const post = message.post;
  if (!post) return [];
  if (!post.plan)
    return post.author === "groupkeeper"
      ? []
      : [{ kind: "said", tone: "plain", hint: post.reason, name: post.author }];
  const { plan, step } = post;
  const marks: Mark[] = [{ kind: "post", tone: "plain", hint: post.reason, plan, step }];
  const [kind, tone] = EXPECTED[post.expected?.state ?? ""] ?? [];
  if (kind && tone) marks.push({ kind, tone, hint: post.expected?.reason ?? "" });
  return marks;
}
