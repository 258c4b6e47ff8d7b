import { expect, it } from "vitest";
import { about, ofBody } from "./mistakes";

const mistakes = [
  { path: "rooms.defaults.ladder.hold_at", what: "Too high" },
  { path: "rooms.defaults.quiz.questions.0.ask", what: "Too short" },
];

it("a mistake stands at its own setting and at no other that begins alike", () => {
  expect(about("rooms.defaults.ladder.hold_at", mistakes)).toBe("Too high");
  expect(about("rooms.defaults.ladder.hold", mistakes)).toBeUndefined();
});

it("a mistake in a part of a setting stands at the setting", () => {
  expect(about("rooms.defaults.quiz.questions", mistakes)).toBe("Too short");
});

it("a request's mistakes are those of its fields", () => {
  const refused = [{ where: "body.ladder.warn_at", what: "no" }];
  expect(about("ladder.warn_at", ofBody(refused))).toBe("No");
});

it("the file's name of a setting is left out beside the setting itself", () => {
  const said = [{ path: "judging.flag_at", what: "'flag_at' 应当是至多 1.0，不是3" }];
  expect(about("judging.flag_at", said)).toBe("应当是至多 1.0，不是3");
});
