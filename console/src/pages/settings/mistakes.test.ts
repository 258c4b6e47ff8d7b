import { expect, it } from "vitest";
import { about, ofBody } from "./mistakes";

const mistakes = [
  { path: "rooms.defaults.ladder.hold_at", what: "too high" },
  { path: "rooms.defaults.quiz.questions.0.ask", what: "too short" },
];

it("a mistake stands at its own setting and at no other that begins alike", () => {
  expect(about("rooms.defaults.ladder.hold_at", mistakes)).toBe("too high");
  expect(about("rooms.defaults.ladder.hold", mistakes)).toBeUndefined();
});

it("a mistake in a part of a setting stands at the setting", () => {
  expect(about("rooms.defaults.quiz.questions", mistakes)).toBe("too short");
});

it("a request's mistakes are those of its fields", () => {
  const refused = [{ where: "body.ladder.warn_at", what: "no" }];
  expect(about("ladder.warn_at", ofBody(refused))).toBe("no");
});
