import { expect, test } from "vitest";
import type { Of } from "@/api/types";
import { happened } from "./happened";

const person = (name: string) => ({ identity: 1, student_id: 1, name });
const event = (given: Partial<Of<"TimelineEvent">>) =>
  happened({ id: 1, what: "joined", people: [], by: null, topic: "", ...given });

test("who came is named, and by whom where that is known", () => {
  expect(event({ people: [person("小明")] })).toMatchObject({ kind: "joined", names: ["小明"] });
  expect(event({ by: person("王老师") })).toMatchObject({ kind: "joinedBy", by: "王老师" });
});

test("who was taken out did not just leave", () => {
  expect(event({ what: "left" }).kind).toBe("left");
  expect(event({ what: "left", by: person("王老师") }).kind).toBe("removed");
});

test("a crowd is counted", () => {
  const people = Array.from({ length: 9 }, (_, n) => person(`${n}`));
  expect(event({ people })).toMatchObject({ names: ["0", "1", "2", "3", "4"], more: 9 });
});

test("a new name of the room is told", () => {
  expect(event({ what: "topic", topic: "新群" })).toMatchObject({ kind: "topic", topic: "新群" });
});
