import { expect, test } from "vitest";
import type { Of } from "@/api/types";
import { around, near } from "./lines";

const item = (id: number, text: string) =>
  ({
    at: `2026-05-20T12:0${id}:00Z`,
    message: { id, text, name: "甲", nickname: "", student_id: 10001, own: false, recalled: null },
    event: null,
  }) as unknown as Of<"TimelineItem">;
const joined = { at: "2026-05-20T12:00:00Z", message: null } as unknown as Of<"TimelineItem">;

test("the timeline is read from its oldest message on, without comings and goings", () => {
  const found = around([item(4, "d"), item(3, "c"), joined, item(2, "b"), item(1, "a")], 3);
  expect(found.before.map((one) => one.text)).toEqual(["a", "b"]);
  expect(found.after.map((one) => one.text)).toEqual(["d"]);
});

test("without the message itself nothing stands around it", () => {
  expect(around([item(1, "a")], 9)).toEqual({ before: [], after: [] });
});

test("who has a name of their own in the room is called so", () => {
  const said = { id: 1, name: "甲", nickname: "10001 甲", text: "好", recalled: "2026-05-20" };
  const whole = { before: [said], after: [] } as unknown as Of<"CaseWhole">;
  expect(near(whole).before[0]).toMatchObject({ name: "10001 甲", recalled: true });
});
