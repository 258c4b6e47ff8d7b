// A plan as the form shows it: the ordinary parts, and the names of what only the text shows. Pure.
import { isCollection, LineCounter, type Node, parseDocument } from "yaml";
import { type MessageShape, messagesOf } from "./says";
import { beyond, type Fields, isFields, said } from "./values";

export interface SeatShape {
  name: string;
  role: string;
  account: string;
  person: string;
  others: string[];
}

export interface FollowShape {
  messages: MessageShape[];
  alert: string | null; // null: it says something instead
  seat: string;
  delay: string;
  deadline: string;
  others: string[];
}

export interface StepShape {
  id: string;
  title: string;
  seat: string;
  when: Fields;
  kind: WhenKind | "";
  messages: MessageShape[];
  alert: string | null; // null: it says something instead
  expect: Fields | null;
  otherwise: FollowShape[];
  met: FollowShape[]; // `then`: what is done when the expectation is met
  others: string[]; // keys that only the text shows
  first: number; // lines of the text, from 1
  last: number;
}

export interface PlanShape {
  name: string;
  title: string;
  about: string;
  zone: string;
  seats: SeatShape[];
  steps: StepShape[];
  others: string[];
}

/** The ways to say when, each by the key that marks it. */
export const WHEN_KINDS = [
  "day",
  "every",
  "after",
  "date",
  "event",
  "event_day",
  "before_event",
] as const;
export type WhenKind = (typeof WHEN_KINDS)[number];

/** What a reaction can be counted by. */
export const MEASURES = ["speakers", "replies", "matches", "clicks", "sign_ups"] as const;
export type Measure = (typeof MEASURES)[number];

const PLAN = ["name", "title", "about", "zone", "seats", "steps"];
const SEAT = ["role", "account", "person"];
const SAYS = ["say", "media", "content", "alert"];
const STEP = ["id", "title", "seat", "when", ...SAYS, "expect", "otherwise", "then"];
const FOLLOW = [...SAYS, "seat", "delay", "deadline"];

/** A text as the form shows it; null where it cannot be read, or is no plan at all. */
export function shapeOf(source: string): PlanShape | null {
  const counter = new LineCounter();
  const found = parseDocument(source, { logLevel: "silent", lineCounter: counter });
  const plan: unknown = found.errors.length === 0 ? found.toJS({ maxAliasCount: 100 }) : null;
  if (!isFields(plan)) return null;
  const nodes = found.get("steps");
  const places = isCollection(nodes) ? (nodes.items as Node[]) : [];
  const steps = Array.isArray(plan.steps) ? plan.steps : [];
  return {
    name: said(plan.name),
    title: said(plan.title),
    about: said(plan.about),
    zone: said(plan.zone),
    seats: isFields(plan.seats) ? Object.entries(plan.seats).map(seatOf) : [],
    steps: steps.map((one, number) => ({
      ...stepOf(isFields(one) ? one : {}),
      ...linesOf(places[number], counter),
    })),
    others: beyond(plan, PLAN),
  };
}

function seatOf([name, seat]: [string, unknown]): SeatShape {
  const fields = isFields(seat) ? seat : {};
  return {
    name,
    role: said(fields.role),
    account: said(fields.account),
    person: said(fields.person),
    others: beyond(fields, SEAT),
  };
}

function stepOf(step: Fields): Omit<StepShape, "first" | "last"> {
  const when = isFields(step.when) ? step.when : {};
  return {
    id: said(step.id),
    title: said(step.title),
    seat: said(step.seat),
    when,
    kind: WHEN_KINDS.find((one) => one in when) ?? "",
    messages: messagesOf(step),
    alert: "alert" in step ? said(step.alert) : null,
    expect: isFields(step.expect) ? step.expect : null,
    otherwise: follows(step.otherwise),
    met: follows(step.then),
    others: beyond(step, STEP),
  };
}

function follows(given: unknown): FollowShape[] {
  const list = Array.isArray(given) ? given : [];
  return list.map((one) => {
    const fields = isFields(one) ? one : {};
    return {
      messages: messagesOf(fields),
      alert: "alert" in fields ? said(fields.alert) : null,
      seat: said(fields.seat),
      delay: said(fields.delay),
      deadline: said(fields.deadline),
      others: beyond(fields, FOLLOW),
    };
  });
}

function linesOf(node: Node | undefined, counter: LineCounter): { first: number; last: number } {
  const [start, stop] = node?.range ?? [0, 0];
  return {
    first: counter.linePos(start).line,
    last: counter.linePos(Math.max(start, stop - 1)).line,
  };
}
