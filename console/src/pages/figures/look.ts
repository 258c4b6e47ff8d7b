// Which figures are looked at, as it stands in the address. Pure.
import { addDays } from "@/parts/days";
import { local } from "@/parts/time";
import type { Figures } from "./figures";

export const DAYS = [7, 28, 90] as const;

export interface Look {
  days: (typeof DAYS)[number];
  today: boolean; // "last" days end with today, "past" ones with yesterday
  rooms: readonly number[]; // none: all
  table: boolean;
}

/** What an address asks for; what makes no sense there asks nothing. */
export function lookOf(search: URLSearchParams): Look {
  const rooms = (search.get("rooms") ?? "").split(",").map(Number);
  return {
    days: DAYS.find((one) => String(one) === search.get("days")) ?? 28,
    today: search.has("today"),
    rooms: rooms.filter((one) => Number.isSafeInteger(one) && one > 0).slice(0, 200),
    table: search.get("view") === "table",
  };
}

/** The address of a look. */
export function searchOf(look: Look): URLSearchParams {
  const search = new URLSearchParams();
  if (look.days !== 28) search.set("days", String(look.days));
  if (look.today) search.set("today", "1");
  if (look.rooms.length > 0) search.set("rooms", look.rooms.join());
  if (look.table) search.set("view", "table");
  return search;
}

/** What is asked of the API; `today` is a day's name. */
export function asked(look: Look, today: string) {
  return {
    days: look.days,
    last: look.today ? today : addDays(today, -1),
    ...(look.rooms.length > 0 ? { rooms: look.rooms.join() } : {}),
  };
}

/** The same of the days before; of a running day as much as has passed of it. */
export function askedBefore(look: Look, found: Figures) {
  const first = found.days[0] ?? "";
  return {
    days: look.days,
    last: addDays(first, -1),
    ...(look.today ? { until: local(new Date(found.at), found.zone).time } : {}),
    ...(look.rooms.length > 0 ? { rooms: look.rooms.join() } : {}),
  };
}
