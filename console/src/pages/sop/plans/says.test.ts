import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { isMap } from "yaml";
import { read, withKey, withValue } from "./edit";
import { filesFor } from "./files";
import { withItem, withItemUp, withoutItem } from "./items";
import type { Path } from "./place";
import { messagesOf, withMessage, withMessageUp, withoutMessage } from "./says";
import { shapeOf } from "./shape";
import type { Fields } from "./values";

const LIBRARY = new URL("../../../../../sop/library/", import.meta.url);
const ODD = `# 手写的计划，排版不一
name:   odd     # 名字后面有空格
title: '单引号 ''里'' 的标题'
seats:
  a: { role: leader,   account: room }   # 带空格的括号
steps:
    # 缩进四格
    - id: one      # 第一步
      seat: "a"
      when: { day: 1,  at: '09:00' }
      say: |   # 开场
          第一行

          第三行
      media:           # 附件
        link: https://example.org/a   # 网址
        title: "卡片"
      expect:
        speakers: 10%    # 一成
        matches: 3
        words: [打卡,  到]
        within:  2h
      otherwise:   # 冷场
        # 先问
        - { delay: 10m,   say: 有人吗 }   # 一句
        - alert: >-
            折起来的
            提醒
          # 提醒之后
      then:
        - {alert: 好}


    # 第二步之前
    - seat: a
      id: two
      when: {after: one, delay: 10m}
      say:
        # 第一条之前
        - text: 你好   # 招呼
        - text: |-
            两行
            文字
          pause: 5s    # 停一下
          media: {image: media/a.png}
        # 最后一条之前
        - {text: 再见,   pause: 3s}
      grace: 30m   # 表单不认识
# 文件的最后一行`;
const PLANS: [string, string][] = [
  ["odd", ODD],
  ...readdirSync(LIBRARY)
    .filter((name) => name.endsWith(".yaml"))
    .map((name): [string, string] => [name, readFileSync(new URL(name, LIBRARY), "utf-8")]),
];
const LONG = 120_000; // ms: many plans are read anew, on machines that do other things, too
const VALUES = ["新的", "两行\n文字\n", "a: b # c", "没有\n结尾", "09:30", 7];

const PARSED = new Map<string, ReturnType<typeof read>>();

/** A text as a document; each is read once, as nothing here changes documents. */
function parsed(source: string) {
  const found = PARSED.get(source) ?? read(source);
  PARSED.set(source, found);
  return found;
}

/** Every single value that has a field, with its place. */
function fieldsOf(source: string): Path[] {
  const steps = shapeOf(source)?.steps ?? [];
  return steps.flatMap((step, number) => {
    const at: Path = ["steps", number];
    const owners: [Path, typeof step.messages][] = [[at, step.messages]];
    for (const [branch, list] of [
      ["otherwise", step.otherwise],
      ["then", step.met],
    ] as const) {
      for (const [place, one] of list.entries())
        owners.push([[...at, branch, place], one.messages]);
    }
    const said = owners.flatMap(([owner, messages]) => [
      ...(owner === at ? [] : [[...owner, "delay"]]),
      [...owner, "alert"],
      ...messages.flatMap((one) => [
        [...owner, ...one.at, one.key],
        [...owner, ...one.at, "pause"],
        [...owner, ...one.at, "media", one.media?.kind ?? "link"],
        [...owner, ...one.at, "media", "title"],
      ]),
    ]);
    const when = Object.keys(step.when).map((key) => [...at, "when", key]);
    const expected = Object.keys(step.expect ?? {}).map((key) => [...at, "expect", key]);
    return [[...at, "title"], [...at, "seat"], ...when, ...expected, ...said];
  });
}

/** What a plan says after a change of one value. */
function meant(source: string, path: Path, value: unknown): unknown {
  const whole = structuredClone(parsed(source)?.toJS()) as Fields;
  let owner: Fields = whole;
  for (const key of path.slice(0, -1)) owner = owner[key] as Fields;
  if (value === undefined) delete owner[String(path.at(-1))];
  else owner[String(path.at(-1))] = value;
  return whole;
}

/** Where two texts differ in the first: from and to. */
function differing(before: string, after: string): [number, number] {
  let from = 0;
  while (from < before.length && before[from] === after[from]) from += 1;
  let end = 0;
  const most = Math.min(before.length, after.length) - from;
  while (end < most && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  return [from, before.length - end];
}

function standsAt(source: string, path: Path): [number, number] | null {
  const node = parsed(source)?.getIn(path, true) as { range?: [number, number] } | undefined;
  return node?.range ? [node.range[0], node.range[1]] : null;
}

/** Some of the fields of a long plan, all of a short one: each change reads the text again. */
function someOf(source: string): Path[] {
  const fields = fieldsOf(source);
  const step = source === ODD ? 1 : Math.ceil(fields.length / 12);
  return fields.filter((_, number) => number % step === 0);
}

test.each(PLANS)(
  "a changed field of %s leaves all other text byte for byte",
  (_name, source) => {
    for (const [number, path] of someOf(source).entries()) {
      const there = standsAt(source, path);
      const above = standsAt(source, path.slice(0, -1));
      if (above === null) continue;
      const value = VALUES[number % VALUES.length];
      const after = withValue(source, path, value);
      expect(read(after)?.toJS(), path.join(".")).toEqual(meant(source, path, value));
      const [from, to] = differing(source, after);
      if (there === null) {
        expect(to - from, `${path.join(".")} is added`).toBeLessThanOrEqual(0);
      } else {
        const line = source.lastIndexOf("\n", there[0] - 1) + 1;
        expect(from, path.join(".")).toBeGreaterThanOrEqual(line);
        expect(to, path.join(".")).toBeLessThanOrEqual(
          Math.max(there[1], endOfLine(source, there)),
        );
      }
    }
  },
  LONG,
);

function endOfLine(source: string, [, to]: [number, number]): number {
  const end = source.indexOf("\n", to);
  return end < 0 ? source.length : end;
}

test.each(PLANS)(
  "a field of %s that is emptied takes its own lines and no others",
  (_n, source) => {
    for (const path of someOf(source)) {
      const above = parsed(source)?.getIn(path.slice(0, -1), true);
      if (standsAt(source, path) === null || !isMap(above) || above.items.length === 1) continue;
      const after = withValue(source, path, undefined);
      expect(read(after)?.toJS(), path.join(".")).toEqual(meant(source, path, undefined));
      const [from, to] = differing(source, after);
      expect(after.length, path.join(".")).toBe(source.length - (to - from));
    }
  },
  LONG,
);

test.each(PLANS)(
  "messages of %s are added, moved, taken out and put back",
  (_name, source) => {
    const steps = shapeOf(source)?.steps ?? [];
    let looked = 0;
    for (const [number, step] of steps.entries()) {
      if (step.alert !== null || step.messages.length === 0 || looked > 3) continue;
      looked += 1;
      const at: Path = ["steps", number];
      const last = step.messages.length - 1;
      const more = withMessage(source, at, last);
      const messages = shapeOf(more)?.steps[number]?.messages ?? [];
      expect(messages.map((one) => one.text)).toEqual([
        ...step.messages.map((one) => one.text),
        "",
      ]);
      expect(commentsOf(more)).toEqual(commentsOf(source));
      if (step.messages[0]?.at.length === 0) continue; // it was a single one, in other letters
      const list = [...at, "say"];
      expect(withoutItem(more, list, last + 1)).toBe(source);
      const up = withItemUp(more, list, last + 1);
      const texts = shapeOf(up)?.steps[number]?.messages.map((one) => one.text);
      expect(texts?.at(-2)).toBe("");
      expect(withItemUp(up, list, last + 1)).toBe(more);
    }
  },
  LONG,
);

test("a single message becomes the first of several in the letters that it had", () => {
  const more = withMessage(ODD.replace(/ {6}media: {11}# 附件\n.*\n.*\n/, ""), ["steps", 0], 0);
  expect(more).toContain(
    '      say:\n        - text: |   # 开场\n              第一行\n\n              第三行\n        - text: ""\n',
  );
  const beside = withMessage(ODD, ["steps", 0], 0);
  expect(shapeOf(beside)?.steps[0]?.messages).toMatchObject([
    { text: "第一行\n\n第三行\n", media: { kind: "link", source: "https://example.org/a" } },
    { text: "" },
  ]);
  expect(commentsOf(beside).sort()).toEqual(commentsOf(ODD).sort());
});

test("a pause stays between the first two messages, whoever comes first", () => {
  const at: Path = ["steps", 1];
  const pauses = (text: string) =>
    shapeOf(text)?.steps[1]?.messages.map((one) => [one.text, one.pause]);
  const up = withMessageUp(ODD, at, 1);
  expect(pauses(up)).toEqual([
    ["两行\n文字", ""],
    ["你好", "5s"],
    ["再见", "3s"],
  ]);
  expect(commentsOf(up)).not.toContain("# 停一下");
  expect(pauses(withoutMessage(ODD, at, 0))).toEqual([
    ["两行\n文字", ""],
    ["再见", "3s"],
  ]);
  expect(pauses(withMessageUp(ODD, at, 2))?.map(([, pause]) => pause)).toEqual(["", "3s", "5s"]);
});

test("what follows is added at the end of its list, or as the first of it", () => {
  const more = withItem(ODD, ["steps", 0, "otherwise"], 1, { say: "" });
  expect(more).toContain('          # 提醒之后\n        - say: ""\n      then:\n');
  const first = withItem(ODD, ["steps", 1, "then"], -1, { alert: "看一下" });
  expect(first).toContain("      grace: 30m   # 表单不认识\n");
  expect(first).toContain("      then:\n        - alert: 看一下\n");
  expect(withoutItem(first, ["steps", 1, "then"], 0)).toBe(`${ODD}`);
});

test("another kind of what hangs on a message stands in its place, with its comment", () => {
  const at: Path = ["steps", 0, "media"];
  const after = withKey(ODD, at, "link", "image", "media/a.png");
  expect(after).toContain("        image: media/a.png   # 网址\n");
  expect(after.replace("image: media/a.png", "link: https://example.org/a")).toBe(ODD);
});

test("pictures are offered for a picture, everything for a file", () => {
  const files = ["guide.pdf", "media/a.PNG", "media/b.mp4"];
  expect(filesFor("image", files)).toEqual(["media/a.PNG"]);
  expect(filesFor("video", files)).toEqual(["media/b.mp4"]);
  expect(filesFor("file", files)).toEqual(files);
});

test("what no field shows of a message is named", () => {
  const shown = messagesOf({ say: [{ text: "a", odd: 1, media: { mini_program: {} } }, "b"] });
  expect(shown.map((one) => one.others)).toEqual([["odd"], ["b"]]);
  expect(shown[0]?.media).toMatchObject({ kind: null, others: ["mini_program"] });
});

function commentsOf(source: string): string[] {
  return source.split("\n").flatMap((line) => /(^|\s)(#.*)$/.exec(line)?.[2] ?? []);
}
