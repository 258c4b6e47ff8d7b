// What of a room is looked for, as it stands in the address. Pure.
import type { Query } from "@/api/types";
import { momentOf } from "@/parts/wall";

export type Asked = NonNullable<Query<"/api/v1/rooms/{id}/timeline">>;
type Kind = NonNullable<Asked["kind"]>;

export const KINDS: readonly Kind[] = [
  "text",
  "image",
  "file",
  "audio",
  "video",
  "link",
  "card",
  "mini_program",
  "system",
  "event",
];

/** What people can set; an empty word asks nothing. */
export interface Filter {
  text: string;
  person: string;
  kind: Kind | "";
  since: string; // as a field of the page has it: 2026-05-20T08:30
  until: string;
  lead: boolean;
  case: boolean;
  own: boolean;
}

export const NO_FILTER: Filter = {
  text: "",
  person: "",
  kind: "",
  since: "",
  until: "",
  lead: false,
  case: false,
  own: false,
};

/** The filter in an address; what makes no sense there asks nothing. */
export function filterIn(search: URLSearchParams): Filter {
  const word = (name: string) => (search.get(name) ?? "").trim().slice(0, 100);
  const kind = KINDS.find((one) => one === search.get("kind")) ?? "";
  const time = (name: string) => (momentOf(word(name), "UTC") ? word(name) : "");
  return {
    text: word("text"),
    person: word("person"),
    kind,
    since: time("since"),
    until: time("until"),
    lead: search.has("lead"),
    case: search.has("case"),
    own: search.has("own"),
  };
}

/** The address of a filter. */
export function searchOf(filter: Filter): URLSearchParams {
  const search = new URLSearchParams();
  for (const name of ["text", "person", "kind", "since", "until"] as const)
    if (filter[name]) search.set(name, filter[name]);
  for (const name of ["lead", "case", "own"] as const) if (filter[name]) search.set(name, "1");
  return search;
}

/** How many things a filter asks. */
export function asks(filter: Filter): number {
  return [...searchOf(filter).keys()].length;
}

/** What is asked of the API; times are those on the clocks of the house. */
export function askedOf(filter: Filter, zone: string): Asked {
  const since = momentOf(filter.since, zone);
  const until = momentOf(filter.until, zone);
  return {
    ...(filter.text ? { text: filter.text } : {}),
    ...(filter.person ? { person: filter.person } : {}),
    ...(filter.kind ? { kind: filter.kind } : {}),
    ...(since ? { since: since.toISOString() } : {}),
    ...(until ? { until: until.toISOString() } : {}),
    ...(filter.lead ? { has_lead: true } : {}),
    ...(filter.case ? { has_case: true } : {}),
    ...(filter.own ? { own: true } : {}),
  };
}
