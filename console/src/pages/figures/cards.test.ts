import { expect, test } from "vitest";
import { cardsOf } from "./cards";
import { type Figures, type Measure, TABLE } from "./figures";
import type { Say } from "./words";

const said = ((key: string) => key) as unknown as Say;
const lasting = (minutes: number) => `${minutes} min`;

function found(counted: Partial<Record<Measure, number>>): Figures {
  return {
    at: "2026-05-20T04:00:00Z",
    zone: "Asia/Shanghai",
    days: ["2026-05-19"],
    until: "2026-05-19T16:00:00Z",
    figures: TABLE.map((measure) => ({
      measure,
      total: counted[measure] ?? 0,
      by_day: [counted[measure] ?? 0],
    })),
    waiting: { posts: 0, answered: 0, median: null, within: [null, null, null] },
    waiting_by_day: [null],
    members: 40,
    absence_factor: 2,
    heard: true,
    deaf: [],
  };
}

function numberOf(rooms: number[], name: string, before?: Figures) {
  const cards = cardsOf([found({ messages: 1200, speakers: 4 }), before], rooms, said, lasting);
  return cards.flatMap((card) => card.numbers).find((one) => one.name === name);
}

test("a count is told with how much more it is than before", () => {
  const messages = numberOf([], "messages", found({ messages: 1000 }));

  expect(messages).toMatchObject({ value: "1,200", was: "1,000" });
  expect(messages?.change).toBeCloseTo(0.2);
});

test("of a rate no share is told, for that would be a share of a share", () => {
  expect(numberOf([], "speaking", found({ speakers: 2 }))).toMatchObject({
    value: "10%",
    was: "5%",
    change: null,
  });
});

test("what cannot be said is a dash", () => {
  expect(numberOf([], "median")).toMatchObject({ value: "—", was: "—" });
});

test("every card leads to the things behind it, in the room that is chosen", () => {
  const links = (rooms: number[]) =>
    cardsOf([found({}), undefined], rooms, said, lasting).map((one) => one.link);

  expect(links([])).toEqual([
    "/rooms",
    "/rooms",
    "/review",
    "/leads",
    "/now",
    "/deliveries?state=sent",
  ]);
  expect(links([3])).toEqual([
    "/rooms/3",
    "/rooms/3?kind=event",
    "/rooms/3?case=1",
    "/leads?room=3",
    "/rooms/3",
    "/rooms/3?own=1",
  ]);
});

test("every number of a card is explained", () => {
  for (const card of cardsOf([found({}), undefined], [], said, lasting)) {
    const explained = card.how.map(([name]) => name);
    const named = card.numbers.map((one) => one.name).filter((one) => !one.startsWith("leads_"));
    expect(explained).toEqual(named);
  }
});
