import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Known, named, offersAt } from "./complete";
import { placeAt } from "./place";
import { inLanguage, type Schema } from "./schema";

const FILE = new URL("../../../../../sop/library/plan.schema.json", import.meta.url);
const KNOWN: Known = {
  schema: JSON.parse(readFileSync(FILE, "utf-8")) as Schema,
  accounts: ["wx"],
  staff: ["lin"],
};
const PLAN = `name: week
seats:
  teacher: {role: leader, account: room}
steps:
  - id: greet
    seat: teacher
`;

/** What is offered at the end of a text. */
function offered(text: string): string[] {
  const place = placeAt(text, text.length);
  return place ? offersAt(KNOWN, place, text).map((one) => one.label) : [];
}

test("a step is offered the keys that it does not have yet", () => {
  const keys = offered(`${PLAN}    w`);
  expect(keys).toEqual(expect.arrayContaining(["when", "say", "expect", "wait_for_pause"]));
  expect(keys).not.toContain("seat");
});

test("of the ways to say when, only those that fit are offered", () => {
  expect(offered(`${PLAN}    when: {`)).toEqual(
    expect.arrayContaining(["day", "date", "every", "after", "event", "before_event"]),
  );
  expect(offered(`${PLAN}    when: {day: 1, `)).toEqual(["at"]);
});

test("values of the schema are offered, and names of this plan and this house", () => {
  expect(offered(`${PLAN}    on_late: `)).toEqual(["skip", "send", "ask", "plan_b"]);
  expect(offered(`${PLAN}    seat: `)).toEqual(["teacher"]);
  expect(offered(`${PLAN}    when: {after: `)).toEqual(["greet"]);
  expect(offered("seats:\n  fan: {person: ")).toEqual(["lin"]);
  expect(offered("seats:\n  fan: {account: ")).toEqual(["room", "wx"]);
  expect(offered(`${PLAN}    mention_all: `)).toEqual(["true", "false"]);
});

test("a seat of any name has the keys of a seat", () => {
  expect(offered("seats:\n  old-student:\n    ")).toEqual(
    expect.arrayContaining(["role", "person", "stand_ins"]),
  );
});

test("a description says in the reader's language what a key is for", () => {
  expect(inLanguage("什么时候。When it is said.", "zh")).toBe("什么时候。");
  expect(inLanguage("什么时候。When it is said.", "en")).toBe("When it is said.");
  expect(inLanguage("@所有人。@ everybody.", "en")).toBe("@ everybody.");
  expect(inLanguage("Only one language.", "zh")).toBe("Only one language.");
});

test("a text that is broken elsewhere still has its names", () => {
  expect(named(`${PLAN}    when: {day: 1`)).toEqual({ seats: ["teacher"], steps: ["greet"] });
  expect(named("- 1")).toEqual({ seats: [], steps: [] });
});
