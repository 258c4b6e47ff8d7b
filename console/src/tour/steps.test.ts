import { describe, expect, it } from "vitest";
import type { After, Spoken } from "./api";
import { isSettled, stepsOf } from "./steps";

const said: Spoken = { ref: "m1", by: "小鱼", came_in: true, text: "加我微信" };
const nothing: After = {
  message: null,
  room: null,
  student: null,
  name: "",
  verdicts: [],
  case: null,
  leads: [],
  question: false,
  due: null,
  alerts: [],
  answers: [],
};
const kept: After = { ...nothing, message: 7, room: 2, student: 10073 };
const names = (after: After | undefined) => stepsOf(said, after).map((one) => one.name);

describe("what happened after a message", () => {
  it("begins with who came in and spoke, and waits for the archive", () => {
    expect(names(undefined)).toEqual(["came", "said", "kept"]);
    expect(stepsOf(said, nothing).at(-1)?.done).toBe(false);
    expect(stepsOf(said, nothing)[1]?.details).toEqual(["加我微信"]);
    expect(stepsOf({ ...said, came_in: false }, nothing)[0]?.name).toBe("said");
  });

  it("leads from the message to its case, and to the alert", () => {
    const advert: After = {
      ...kept,
      verdicts: [{ detector: "contact", score: 0.9, reason: "留了微信" }],
      case: { id: 3, state: "open" },
      alerts: [{ id: 5, kind: "spam", reason: "", level: 1, taken_by: null }],
    };
    expect(names(advert)).toEqual(["came", "said", "kept", "suspect", "case", "told"]);
    const to = stepsOf(said, advert).map((one) => one.to);
    expect(to.filter(Boolean)).toEqual(["/rooms/2?at=7", "/review/3", "/alerts?id=5"]);
  });

  it("says of a harmless message that nothing was found, and of a question until when it waits", () => {
    const due = "2026-11-22T01:00:00Z";
    const question: After = { ...kept, question: true, due };
    expect(names(question)).toEqual(["came", "said", "kept", "harmless", "asked"]);
    expect(stepsOf(said, question).at(-1)).toMatchObject({ done: false, at: due });
  });

  it("is settled when somebody took the alert on, or the answer went out", () => {
    const alert = { id: 5, kind: "lead", reason: "", level: 1, taken_by: null };
    const answer = { id: 1, kind: "Say", state: "sent", reason: "" };
    expect(isSettled(kept)).toBe(false);
    expect(isSettled({ ...kept, alerts: [alert] })).toBe(false);
    expect(isSettled({ ...kept, alerts: [{ ...alert, taken_by: "wang" }] })).toBe(true);
    expect(isSettled({ ...kept, answers: [answer] })).toBe(true);
  });
});
