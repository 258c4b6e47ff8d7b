// What happened in a room besides talk, as the sentence needs it. Pure.
import type { Of } from "@/api/types";

const NAMED = 5; // people who are named; more are counted

export interface Happened {
  kind: "joined" | "joinedBy" | "left" | "removed" | "topic" | "topicBy";
  names: readonly string[];
  more: number; // how many in all, where not all are named; else 0
  by: string;
  topic: string;
}

export function happened(event: Of<"TimelineEvent">): Happened {
  const names = event.people.slice(0, NAMED).map((one) => one.name);
  const more = event.people.length > NAMED ? event.people.length : 0;
  const by = event.by?.name ?? "";
  return { kind: kindOf(event.what, by), names, more, by, topic: event.topic };
}

function kindOf(what: string, by: string): Happened["kind"] {
  if (what === "joined") return by ? "joinedBy" : "joined";
  if (what === "left") return by ? "removed" : "left";
  return by ? "topicBy" : "topic";
}
