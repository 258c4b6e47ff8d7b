import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { read, withKey, withValue } from "./edit";
import { withoutStep, withStep, withStepUp } from "./items";

const LIBRARY = new URL("../../../../../sop/library/", import.meta.url);
const PLANS = readdirSync(LIBRARY).filter((name) => name.endsWith(".yaml"));
const text = (name: string) => readFileSync(new URL(name, LIBRARY), "utf-8");

const PLAN = `# 我们的计划
name: week   # 不要改
title: 第一周
seats:
  teacher: {role: leader, account: room}   # 机器人
steps:
  # ---- 第 1 天 ----
  - id: greet
    seat: teacher
    when: {day: 1, at: "09:00"}     # 九点
    say: 早上好

  - id: ask
    seat: teacher
    when: {after: greet, delay: 10m}
    say: |
      有问题吗？
      可以随时问。
    unknown_key: 1   # 表单不认识
`;

/** The lines that differ. */
function differences(before: string, after: string): string[] {
  const old = new Set(before.split("\n"));
  return after.split("\n").filter((line) => !old.has(line));
}

test("a changed value changes its own line and nothing else", () => {
  const after = withValue(PLAN, ["steps", 0, "when", "at"], "10:30");
  expect(differences(PLAN, after)).toEqual(['    when: {day: 1, at: "10:30"}     # 九点']);
  expect(withValue(PLAN, ["title"], "第二周").split("\n")[2]).toBe("title: 第二周");
  expect(withValue(PLAN, ["name"], "two").split("\n")[1]).toBe("name: two   # 不要改");
});

test("another time of another kind takes the place of the old one in its line", () => {
  const after = withValue(PLAN, ["steps", 0, "when"], { every: "day", at: "20:00" });
  expect(differences(PLAN, after)).toEqual(['    when: {every: day, at: "20:00"}     # 九点']);
});

test("a text of several lines stands in lines, and becomes one line again", () => {
  const long = withValue(PLAN, ["steps", 0, "say"], "早上好\n第一天\n");
  expect(read(long)?.getIn(["steps", 0, "say"])).toBe("早上好\n第一天\n");
  expect(long).toContain("    say: |\n      早上好\n      第一天\n");
  expect(long).toContain("# 九点");
  const short = withValue(PLAN, ["steps", 1, "say"], "好");
  expect(read(short)?.getIn(["steps", 1, "say"])).toBe("好");
  expect(short).toContain("unknown_key: 1   # 表单不认识");
});

test("keys are added and taken away, comments stay", () => {
  const more = withValue(PLAN, ["steps", 0, "grace"], "30m");
  expect(read(more)?.getIn(["steps", 0, "grace"])).toBe("30m");
  expect(more).toContain("# ---- 第 1 天 ----");
  const less = withValue(PLAN, ["steps", 0, "say"], undefined);
  expect(read(less)?.hasIn(["steps", 0, "say"])).toBe(false);
  expect(less).toContain("# 九点");
  expect(differences(PLAN, less).length).toBeLessThan(3);
});

test("another holder takes the seat in its place", () => {
  const after = withKey(PLAN, ["seats", "teacher"], "account", "person", "lin");
  expect(differences(PLAN, after)).toEqual(["  teacher: {role: leader, person: lin}   # 机器人"]);
});

test("what looks like something else is quoted", () => {
  for (const odd of ["true", "10%", "a: b", "# no", "- x", "09:00", "", " x", "{{ room.name }}"]) {
    const after = withValue(PLAN, ["steps", 0, "say"], odd);
    expect(read(after)?.getIn(["steps", 0, "say"])).toBe(odd);
  }
});

test("a step is added, moved and taken out with the comment above it", () => {
  const step = { id: "new", seat: "teacher", when: { day: 2, at: "09:00" }, say: "" };
  const more = withStep(PLAN, 0, step);
  expect(more).toContain(
    '    say: 早上好\n  - id: new\n    seat: teacher\n    when: {day: 2, at: "09:00"}\n    say: ""\n',
  );
  expect(withoutStep(more, 1)).toBe(PLAN);
  const moved = withStepUp(PLAN, 1);
  expect(moved.indexOf("id: ask")).toBeLessThan(moved.indexOf("# ---- 第 1 天 ----"));
  expect(withStepUp(moved, 1)).toBe(PLAN);
  expect(withoutStep(PLAN, 0)).not.toContain("第 1 天");
});

test("steps in brackets and plans without steps can be changed too", () => {
  const flat = "name: a\nsteps: [{id: x, say: y}]\n";
  expect(read(withStep(flat, 0, { id: "z" }))?.toJS()).toEqual({
    name: "a",
    steps: [{ id: "x", say: "y" }, { id: "z" }],
  });
  expect(read(withStep("name: a\n", -1, { id: "z" }))?.toJS()).toEqual({
    name: "a",
    steps: [{ id: "z" }],
  });
});

test("a text that cannot be read is left alone", () => {
  expect(withValue("a: [", ["a"], 1)).toBe("a: [");
});

test.each(PLANS)("steps of %s are edited without touching the others", (name) => {
  const source = text(name);
  const steps = stepsOf(source);
  for (const number of [0, Math.floor(steps.length / 2), steps.length - 1]) {
    const step = steps[number] ?? {};
    const after = withValue(source, ["steps", number, "title"], "新的标题");
    const wanted = steps.map((one, at) => (at === number ? { ...one, title: "新的标题" } : one));
    expect(stepsOf(after)).toEqual(wanted);
    expect(differences(source, after).length).toBeLessThan(6);
    if (typeof step.say !== "string") continue;
    const said = withValue(source, ["steps", number, "say"], "一\n二\n");
    expect(read(said)?.getIn(["steps", number, "say"])).toBe("一\n二\n");
    expect(commentsOf(said)).toEqual(commentsOf(source));
  }
});

function stepsOf(source: string): { say?: unknown }[] {
  return (read(source)?.toJS() as { steps: { say?: unknown }[] } | undefined)?.steps ?? [];
}

function commentsOf(source: string): string[] {
  return source.split("\n").flatMap((line) => /(^|\s)(#.*)$/.exec(line)?.[2] ?? []);
}
