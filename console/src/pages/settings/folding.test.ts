import { expect, it } from "vitest";
import { DEFAULT, type Setting } from "./edits";
import { PARTS } from "./fieldWords";
import { foldOf } from "./folding";
import { SAID, SIGNS } from "./scoreFields";

function setting(path: string, value: unknown, origin: "default" | "file" = "default"): Setting {
  return {
    path,
    value,
    default: 1,
    origin,
    variable: null,
    meaning: "",
    kind: {},
    live: true,
    editable: true,
    secret: false,
  };
}

const links = SIGNS.find((one) => one.name === "s_links");
const reports = SAID.find((one) => one.name === "s_reports");
const items = [
  setting("judging.links.weight", 1),
  setting("judging.links.short_score", 0.9, "file"),
  setting("judging.reports.enabled", true),
];

it("a group says how many of its settings are one's own, what is pending included", () => {
  if (!links) throw new Error("no links");
  expect(foldOf(links, items, new Map(), []).own).toBe(1);
  expect(foldOf(links, items, new Map([["judging.links.weight", 0.5]]), []).own).toBe(2);
  const back = new Map<string, unknown>([["judging.links.short_score", DEFAULT]]);
  expect(foldOf(links, items, back, []).own).toBe(0);
});

it("a sign that is trusted by nothing is switched off, and reports that are not taken", () => {
  if (!links || !reports) throw new Error("not there");
  expect(foldOf(links, items, new Map(), []).off).toBe(false);
  expect(foldOf(links, items, new Map([["judging.links.weight", 0]]), []).off).toBe(true);
  expect(foldOf(reports, items, new Map([["judging.reports.enabled", false]]), []).off).toBe(true);
});

it("a group tells how many mistakes stand in it", () => {
  if (!links) throw new Error("no links");
  const mistakes = [{ path: "judging.links.short_score", what: "at most 1" }];
  expect(foldOf(links, items, new Map(), mistakes).wrong).toBe(1);
});

it("no two parts of the words have the same key", () => {
  const keys = PARTS.flatMap((one) => Object.keys(one));
  expect(keys.filter((one, at) => keys.indexOf(one) !== at)).toEqual([]);
});
