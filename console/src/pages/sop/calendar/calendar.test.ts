import { expect, test } from "vitest";
import {
  addressOf,
  byDay,
  choicesOf,
  daysOf,
  folded,
  type Line,
  lookedAt,
  moved,
  periodOf,
  signOf,
} from "./calendar";

const TODAY = "2026-03-04";
const at = (address: string) => lookedAt(new URLSearchParams(address), TODAY);
const line = (over: Partial<Line>): Line => ({
  day: TODAY,
  time: "09:00:00",
  due: `${TODAY}T01:00:00Z`,
  zone: "Asia/Shanghai",
  plan: "week",
  plan_title: "第一周",
  step: "hello",
  title: "早安",
  seat: "teacher",
  person: null,
  rooms: 1,
  laid_out: 1,
  standings: { planned: 1 },
  room: null,
  room_name: "",
  ...over,
});

test("whoever comes first sees this week, whole", () => {
  expect(at("")).toEqual({
    view: "week",
    day: TODAY,
    room: null,
    plan: null,
    seat: null,
    person: null,
  });
});

test("an address says what is looked at, and what it cannot mean is left out", () => {
  const looked = at("view=month&day=2026-05-31&room=7&plan=week&person=li");
  expect(looked).toMatchObject({
    view: "month",
    day: "2026-05-31",
    room: 7,
    plan: "week",
    person: "li",
  });
  expect(at("view=year&day=2026-13-01&room=x")).toEqual(at(""));
  expect(at("room=-3").room).toBeNull();
});

test("what is looked at can be sent to somebody else as an address", () => {
  const looked = at("view=day&day=2026-05-31&seat=teacher&room=7");
  expect(at(new URLSearchParams(addressOf(looked, TODAY)).toString())).toEqual(looked);
  expect(addressOf(at(""), TODAY)).toEqual({});
});

test("the API is asked for the period as it calls it", () => {
  expect(periodOf(at("view=month"))).toEqual({ month: "2026-03" });
  expect(periodOf(at(""))).toEqual({ week: "2026-W10" });
  expect(periodOf(at("view=day"))).toEqual({ day: TODAY });
});

test("one goes on by a month, a week, a day", () => {
  expect(moved(at("view=month&day=2026-01-31"), 1).day).toBe("2026-02-01");
  expect(moved(at("view=month"), -1).day).toBe("2026-02-01");
  expect(moved(at(""), -1).day).toBe("2026-02-25");
  expect(moved(at("view=day"), 1).day).toBe("2026-03-05");
});

test("a month is whole weeks, a week seven days, a day one", () => {
  expect(daysOf(at("view=month")).every((week) => week.length === 7)).toBe(true);
  expect(daysOf(at("")).flat().length).toBe(7);
  expect(daysOf(at("view=day"))).toEqual([[TODAY]]);
});

test("lines stand under their day, in their order", () => {
  const days = byDay([line({ step: "a" }), line({ step: "b" }), line({ day: "2026-03-05" })]);
  expect(days.get(TODAY)?.map((one) => one.step)).toEqual(["a", "b"]);
  expect(days.get("2026-03-05")?.length).toBe(1);
});

test("a line shows what presses most in any of its rooms", () => {
  expect(signOf(line({ rooms: 9, laid_out: 9, standings: { done: 8, failed: 1 } }))).toBe("failed");
  expect(signOf(line({ laid_out: 0 }))).toBe("foreseen");
});

test("one can choose among what there is", () => {
  const choices = choicesOf([line({}), line({ seat: "li", person: "li" }), line({ seat: "" })]);
  expect(choices.plans).toEqual([{ value: "week", label: "第一周" }]);
  expect(choices.seats.map((one) => one.value)).toEqual(["li", "teacher"]);
  expect(choices.people.map((one) => one.value)).toEqual(["li"]);
});

test("what comes often on a day is one line there, with its times and all its numbers", () => {
  const often = ["09:00", "10:00", "11:00"].map((time, n) =>
    line({
      step: "water",
      time: `${time}:00`,
      due: `${TODAY}T0${n}:30:00Z`,
      room: 1,
      standings: n ? { planned: 1 } : { done: 1 },
    }),
  );
  const found = folded([
    line({ step: "a" }),
    ...often,
    line({ step: "b", due: `${TODAY}T09:00:00Z` }),
  ]);
  expect(found.map((one) => [one.line.step, one.times])).toEqual([
    ["water", 3],
    ["a", 1],
    ["b", 1],
  ]);
  expect(found[0]?.until).toBe("11:00:00");
  expect(found[0]?.line.standings).toEqual({ done: 1, planned: 2 });
  expect(found[0]?.line.room).toBe(1);
});

test("what comes twice stays two lines", () => {
  expect(folded([line({}), line({ due: `${TODAY}T05:00:00Z` })]).length).toBe(2);
});
