// The cards of the page: which numbers, which chart, how they are counted, where they lead. Pure.
import type { Series } from "./charts";
import {
  byDay,
  change,
  type Figures,
  leaving,
  minutes,
  net,
  percent,
  STAGES,
  speaking,
  sum,
  total,
} from "./figures";
import type { Say } from "./words";

export interface Told {
  name: string;
  value: string;
  change: number | null; // as a share of the former value; null: that would say nothing
  was: string; // the former value as it is said
}

export interface CardOf {
  key: "talk" | "growth" | "adverts" | "leads" | "questions" | "posts";
  numbers: Told[];
  series: Series[];
  how: [name: string, words: string][];
  link: string;
}

type Both = readonly [now: Figures, before: Figures | undefined];
const NONE = "—";

type Lasting = (minutes: number) => string;

/** Everything that the page shows. */
export function cardsOf(both: Both, rooms: readonly number[], t: Say, lasting: Lasting): CardOf[] {
  const one = rooms.length === 1 ? rooms[0] : null;
  return [
    talk(both, one, t),
    growth(both, one, t),
    adverts(both, one, t),
    leads(both, one, t),
    questions(both, one, t, lasting),
    posts(both, one, t),
  ];
}

type Reading = (found: Figures | undefined) => number | null;

function number(
  both: Both,
  name: string,
  read: Reading,
  say?: (value: number) => string, // rates and waits: of those no share of the former is told
): Told {
  const [now, before] = both.map(read);
  const word = say ?? ((value: number) => value.toLocaleString("en-US"));
  const said = (value: number | null | undefined) => (value == null ? NONE : word(value));
  return {
    name,
    value: said(now),
    change: say ? null : change(now ?? null, before ?? null),
    was: said(before),
  };
}

function talk(both: Both, room: number | null | undefined, t: Say): CardOf {
  const found = both[0];
  return {
    key: "talk",
    numbers: [
      number(both, t("messages"), (one) => total(one, "messages")),
      number(both, t("speakers"), (one) => total(one, "speakers")),
      number(both, t("speaking"), speaking, percent),
      number(
        both,
        t("half"),
        (one) => one?.absence_factor ?? null,
        (count) => t("halfPeople", { count }),
      ),
    ],
    series: [
      { name: t("messages"), values: byDay(found, "messages"), kind: "bar" },
      { name: t("speakers"), values: byDay(found, "speakers"), kind: "line" },
    ],
    how: [
      [t("messages"), t("messagesHow")],
      [t("speakers"), t("speakersHow")],
      [t("speaking"), t("speakingHow")],
      [t("half"), t("halfHow")],
    ],
    link: room ? `/rooms/${room}` : "/rooms",
  };
}

function growth(both: Both, room: number | null | undefined, t: Say): CardOf {
  const found = both[0];
  return {
    key: "growth",
    numbers: [
      number(both, t("joins"), (one) => total(one, "joins")),
      number(both, t("leaves"), (one) => total(one, "leaves")),
      number(both, t("net"), net),
      number(both, t("members"), (one) => one?.members ?? null),
      number(both, t("leaving"), leaving, percent),
    ],
    series: [
      { name: t("joins"), values: byDay(found, "joins"), kind: "bar" },
      { name: t("leaves"), values: byDay(found, "leaves"), kind: "bar" },
    ],
    how: [
      [t("joins"), t("joinsHow")],
      [t("leaves"), t("leavesHow")],
      [t("net"), t("netHow")],
      [t("members"), t("membersHow")],
      [t("leaving"), t("leavingHow")],
    ],
    link: room ? `/rooms/${room}?kind=event` : "/rooms",
  };
}

function adverts(both: Both, room: number | null | undefined, t: Say): CardOf {
  const found = both[0];
  return {
    key: "adverts",
    numbers: [
      number(both, t("advertMessages"), (one) => total(one, "adverts")),
      number(both, t("confirmed"), (one) => total(one, "confirmed")),
      number(both, t("dismissed"), (one) => total(one, "dismissed")),
    ],
    series: [
      { name: t("advertMessages"), values: byDay(found, "adverts"), kind: "bar" },
      { name: t("confirmed"), values: byDay(found, "confirmed"), kind: "line" },
      { name: t("dismissed"), values: byDay(found, "dismissed"), kind: "line" },
    ],
    how: [
      [t("advertMessages"), t("advertsHow")],
      [t("confirmed"), t("confirmedHow")],
      [t("dismissed"), t("dismissedHow")],
    ],
    link: room ? `/rooms/${room}?case=1` : "/review",
  };
}

function leads(both: Both, room: number | null | undefined, t: Say): CardOf {
  const found = both[0];
  return {
    key: "leads",
    numbers: [
      number(both, t("found"), (one) => sum(one, STAGES)),
      ...STAGES.map((stage) => number(both, t(stage), (one) => total(one, stage))),
    ],
    series: STAGES.map((stage) => ({
      name: t(stage),
      values: byDay(found, stage),
      kind: "bar",
      stack: true,
    })),
    how: [[t("found"), t("foundHow")]],
    link: room ? `/leads?room=${room}` : "/leads",
  };
}

function questions(both: Both, room: number | null | undefined, t: Say, lasting: Lasting): CardOf {
  const found = both[0];
  return {
    key: "questions",
    numbers: [
      number(both, t("asked"), (one) => total(one, "questions")),
      number(both, t("answered"), (one) => total(one, "answered")),
      number(both, t("median"), (one) => one?.waiting.median ?? null, lasting),
      number(both, t("within"), (one) => one?.waiting.within[1] ?? null, percent),
    ],
    series: [
      { name: t("asked"), values: byDay(found, "questions"), kind: "bar" },
      { name: t("answered"), values: byDay(found, "answered"), kind: "bar" },
      {
        name: t("waited"),
        values: found.waiting_by_day.map(minutes),
        kind: "line",
        minutes: true,
      },
    ],
    how: [
      [t("asked"), t("questionsHow")],
      [t("answered"), t("answeredHow")],
      [t("median"), t("medianHow")],
      [t("within"), t("withinHow")],
    ],
    link: room ? `/rooms/${room}` : "/now",
  };
}

function posts(both: Both, room: number | null | undefined, t: Say): CardOf {
  const found = both[0];
  return {
    key: "posts",
    numbers: [
      number(both, t("sent"), (one) => total(one, "posts")),
      number(both, t("responders"), (one) => total(one, "responders")),
      number(both, t("clicks"), (one) => total(one, "clicks")),
    ],
    series: [
      { name: t("sent"), values: byDay(found, "posts"), kind: "bar" },
      { name: t("responders"), values: byDay(found, "responders"), kind: "line" },
      { name: t("clicks"), values: byDay(found, "clicks"), kind: "line" },
    ],
    how: [
      [t("sent"), t("postsHow")],
      [t("responders"), t("respondersHow")],
      [t("clicks"), t("clicksHow")],
    ],
    link: room ? `/rooms/${room}?own=1` : "/deliveries?state=sent",
  };
}
