import { expect, test } from "vitest";
import { placeAt } from "./place";

const PLAN = `name: week
seats:
  teacher: {role: leader, account: room}
steps:
  - id: greet
    seat: teacher
    when: {day: 1, at: "09:00"}   # 九点
    say: |
      seat: 这不是键
    expect:
      speakers: 10%
`;

/** The place at the sign |, which is not part of the text. */
function at(text: string) {
  const position = text.indexOf("¦");
  return placeAt(text.replace("¦", ""), position);
}

test("at the left edge the keys of the plan are written", () => {
  expect(at(`${PLAN}zo¦`)).toMatchObject({ path: [], kind: "key", typed: "zo" });
  expect(at(`${PLAN}¦`)?.siblings).toEqual(["steps", "seats", "name"]);
  expect(at("name: a\n¦\ntitle: b")?.siblings).toEqual(["name", "title"]);
});

test("below a step its keys are written, and those it has are known", () => {
  expect(at(`${PLAN}    ot¦`)).toEqual({
    path: ["steps", 0],
    kind: "key",
    typed: "ot",
    siblings: ["expect", "say", "when", "seat", "id"],
  });
});

test("a dash begins a new step without keys", () => {
  expect(at(`${PLAN}  - ¦`)).toEqual({ path: ["steps", 0], kind: "key", typed: "", siblings: [] });
});

test("a list may stand as far left as its key", () => {
  expect(at("steps:\n- id: a\n  se¦")).toMatchObject({ path: ["steps", 0], siblings: ["id"] });
});

test("behind a colon its value is written", () => {
  expect(at(`${PLAN}    seat: te¦`)).toMatchObject({
    path: ["steps", 0, "seat"],
    kind: "value",
    typed: "te",
  });
});

test("in brackets keys and values are told apart", () => {
  expect(at(`${PLAN}  - {id: x, when: {day: 1, ¦`)).toMatchObject({
    path: ["steps", 0, "when"],
    kind: "key",
    typed: "",
    siblings: ["day"],
  });
  expect(at(`${PLAN}    when: {every: [mon, ¦`)).toMatchObject({
    path: ["steps", 0, "when", "every", 0],
    kind: "value",
  });
});

test("brackets may stay open over lines", () => {
  expect(at("steps:\n  - when: {\n      day: 1,\n      a¦")).toMatchObject({
    path: ["steps", 0, "when"],
    kind: "key",
    typed: "a",
    siblings: ["day"],
  });
});

test("nothing is offered in comments and in texts that are said", () => {
  expect(at("name: week # se¦")).toBeNull();
  expect(at("steps:\n  - say: |\n      se¦")).toBeNull();
  expect(at("steps:\n  - say: >-\n      a: b\n\n      ¦")).toBeNull();
});

test("quotes hide brackets and number signs", () => {
  expect(at('steps:\n  - say: "{# "\n    se¦')).toMatchObject({ path: ["steps", 0], kind: "key" });
});
