import { expect, test } from "vitest";
import { type Message, marksOf } from "./marks";

const NOW = new Date("2026-05-20T04:00:00Z");
const message = (given: Partial<Message>) =>
  ({ verdicts: [], case: null, leads: [], question: null, post: null, ...given }) as Message;
const kinds = (given: Partial<Message>) => marksOf(message(given), NOW).map((one) => one.kind);
const found = (given: object) => ({
  id: 1,
  state: "open",
  decision: null,
  decided_by: null,
  flagged: true,
  action: "",
  ...given,
});
const verdict = { detector: "links", score: 0.9, reason: "3 个链接", evidence: [] };

test("an ordinary message has no mark", () => {
  expect(kinds({})).toEqual([]);
});

test("a suspicion without a case is shown as one, with its reason", () => {
  expect(marksOf(message({ verdicts: [verdict] }), NOW)).toEqual([
    { kind: "suspect", tone: "plain", hint: "3 个链接" },
  ]);
});

test("a case is shown as it stands; who only says the same is not accused", () => {
  expect(kinds({ case: found({}) })).toEqual(["caseOpen"]);
  expect(kinds({ case: found({ state: "dismissed" }) })).toEqual(["caseDismissed"]);
  expect(kinds({ case: found({ flagged: false }) })).toEqual(["alike"]);
});

test("a question is late when its time has passed and nobody answered", () => {
  const question = { due: "2026-05-20T03:59:00Z", answer: null, answered: null, closed: null };
  expect(kinds({ question })).toEqual(["questionLate"]);
  expect(kinds({ question: { ...question, due: "2026-05-20T05:00:00Z" } })).toEqual([
    "questionWaits",
  ]);
  expect(kinds({ question: { ...question, answered: "2026-05-20T03:00:00Z" } })).toEqual([
    "questionAnswered",
  ]);
});

test("our post says its plan and what came of it, or who had it said", () => {
  const post = {
    delivery: 1,
    author: "groupkeeper",
    reason: "",
    occurrence: 1,
    run: 1,
    plan: "week-1",
    step: "ask",
    expected: { state: "missed", since: "", until: "", needs: null, counts: null, reason: "2 < 5" },
  };
  expect(kinds({ post })).toEqual(["post", "expectMissed"]);
  expect(kinds({ post: { ...post, plan: "", author: "wang", expected: null } })).toEqual(["said"]);
  expect(kinds({ post: { ...post, plan: "", expected: null } })).toEqual([]);
});
