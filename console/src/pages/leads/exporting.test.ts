import { expect, test } from "vitest";
import type { Lead } from "./board";
import { tableOf } from "./exporting";

type Say = Parameters<typeof tableOf>[2];

const LEAD: Lead = {
  id: 7,
  student_id: 10001,
  name: "=小明",
  category: "course",
  state: "claimed",
  owner: "王老师",
  score: 0.876,
  room: 2,
  room_name: "英语学习打卡群",
  opened: "2026-03-01T16:00:00Z",
  since: "2026-03-02T00:30:00Z",
  messages: 2,
  note: null,
  quote: { message: 3, at: "2026-03-01T16:00:00Z", text: "怎么报名", words: ["报名", "多少钱"] },
} as Lead;

test("a lead is a line of the table, with times on the clocks of the house and no formula", async () => {
  const file = tableOf([LEAD], () => "课程", ((key: string) => key) as Say, "Asia/Shanghai");
  const [head = "", line = ""] = (await file.text()).split("\r\n");

  expect(file.type).toContain("text/csv");
  expect(head.split(",")).toHaveLength(12);
  expect(line).toBe(
    `10001,"'=小明",课程,claimed,王老师,0.88,英语学习打卡群,2026-03-02 00:00,2026-03-02 08:30,怎么报名,报名 多少钱,`,
  );
});
