import { expect, test } from "vitest";
import { coloursOf, optionOf, type Series } from "./charts";

const DAYS = ["2026-05-18", "2026-05-19"];
const drawn = (series: Series[], still = false) =>
  optionOf({ days: DAYS, series, colours: coloursOf(false), still }) as Record<string, unknown> & {
    series: Record<string, unknown>[];
    yAxis: unknown[];
  };
const MESSAGES: Series = { name: "消息", values: [1, 2], kind: "bar" };

test("who wants nothing to move gets a chart that stands still", () => {
  expect(drawn([MESSAGES], true).animation).toBe(false);
  expect(drawn([MESSAGES]).animation).toBe(true);
});

test("what is told of a day is drawn on the canvas, for the policy refuses styles in HTML", () => {
  expect(drawn([MESSAGES]).tooltip).toMatchObject({ renderMode: "richText" });
});

test("minutes have a scale of their own", () => {
  const waited: Series = { name: "等待", values: [null, 4], kind: "line", minutes: true };
  const option = drawn([MESSAGES, waited]);

  expect(option.yAxis).toHaveLength(2);
  expect(option.series[1]).toMatchObject({ yAxisIndex: 1, data: [null, 4] });
  expect(drawn([MESSAGES]).yAxis).toHaveLength(1);
});

test("stages stand on one another", () => {
  const stages: Series[] = [
    { ...MESSAGES, stack: true },
    { ...MESSAGES, stack: true },
  ];
  expect(drawn(stages).series.map((one) => one.stack)).toEqual(["all", "all"]);
});

test("days are told by month and day", () => {
  expect(drawn([MESSAGES]).xAxis).toMatchObject({ data: ["05-18", "05-19"] });
});
