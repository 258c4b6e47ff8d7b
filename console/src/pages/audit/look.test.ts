import { expect, test } from "vitest";
import { changeOf, textOf } from "./change";
import { addressOf, lookOf, pageOf, queryOf, startOf } from "./look";
import { nameOf, statedOf } from "./states";

const look = (text: string) => lookOf(new URLSearchParams(text));

test("a look is kept in the address, what it does not know is left out", () => {
  const asked = "kind=case&number=7&author=wang&from=2026-03-02";
  expect(new URLSearchParams(addressOf(look(asked))).toString()).toBe(
    "author=wang&from=2026-03-02&kind=case&number=7",
  );
  expect(addressOf(look("kind=nothing&number=7&from=tomorrow"))).toEqual({});
});

test("days are the house's, and the last one is whole", () => {
  const query = queryOf(look("from=2026-03-02&to=2026-03-02"), "Asia/Shanghai");
  expect(query).toMatchObject({
    since: "2026-03-01T16:00:00.000Z",
    until: "2026-03-02T16:00:00.000Z",
  });
  expect(startOf("2026-03-02", "America/New_York", 0)).toBe("2026-03-02T05:00:00.000Z");
});

test("a kind alone is every thing of it, with a number one", () => {
  expect(queryOf(look("kind=case"), "UTC").subject).toBe("case");
  expect(queryOf(look("kind=case&number=7"), "UTC").subject).toBe("case:7");
});

test("what a line is about leads to its page, and nowhere odd", () => {
  expect(pageOf("case:7")).toBe("/review/7");
  expect(pageOf("plan:first days")).toBe("/sop/plans/first%20days");
  expect(pageOf("case:7/../../x")).toBeNull();
  expect(pageOf("samples")).toBeNull();
});

test("before and after stand side by side, the rest below", () => {
  const change = changeOf({
    before: { state: "open" },
    after: { state: "won", owner: "li", grants: [] },
    scope: "campaign",
  });
  expect(change.sides).toEqual([
    { name: "state", before: "open", after: "won" },
    { name: "owner", before: undefined, after: "li" },
  ]);
  expect(change.more).toEqual([["scope", "campaign"]]);
  expect(changeOf(null)).toEqual({ sides: [], more: [] });
});

test("values are texts", () => {
  expect([null, "", [], ["a", 1], false, { a: 1 }].map(textOf)).toEqual([
    "–",
    "–",
    "–",
    "a, 1",
    "false",
    '{\n "a": 1\n}',
  ]);
});

test("states are said in Chinese, names of people are left alone", () => {
  const said = (name: string, value: string, language: "zh" | "en") =>
    statedOf(name, value, language, "Asia/Shanghai");
  expect(said("state", "won", "zh")).toBe("成交");
  expect(said("decided_by", "fine", "zh")).toBe("fine");
  expect(said("state", "won", "en")).toBe("won");
  expect(said("until", "2026-05-21T01:23:08.225594+00:00", "zh")).toContain("2026-05-21 09:23");
  expect([nameOf("owner", "zh"), nameOf("odd", "zh")]).toEqual(["负责人", "odd"]);
});
