// What the live stream says, read; and when to try again. Pure.

/** Something that was committed. `item` is a room's timeline item, where one is watched. */
export interface Notice {
  kind: string;
  id: number | null;
  room: number | null;
  item: unknown;
  rooms: readonly number[]; // of "talk": where something was said
}

// Not each message of each room: `talk` tells where something was said, ten times a second at most.
export const WANTED = [
  "alert",
  "case",
  "lead",
  "question",
  "task",
  "delivery",
  "channel",
  "plan",
  "step",
  "person",
  "talk",
] as const;
const LONGEST = 15_000; // ms between two tries

/** An event of the stream; what cannot be read counts as something missed. */
export function noticeOf(kind: string, text: string): Notice {
  try {
    const given = JSON.parse(text || "{}") as Partial<Notice> & { rooms?: number[] };
    const item = kind === "item" ? given : null;
    const rooms = given.rooms ?? [];
    return { kind, id: given.id ?? null, room: given.room ?? null, item, rooms };
  } catch {
    return { kind: "missed", id: null, room: null, item: null, rooms: [] };
  }
}

/** Milliseconds before the next try, after so many failures. */
export function backoff(failures: number): number {
  return Math.min(500 * 2 ** failures, LONGEST);
}

/** Where the stream is, with the room that is watched and the event to go on after. */
export function streamAddress(room: number | null, after: string): string {
  const asked = new URLSearchParams({ kinds: WANTED.join() });
  if (room !== null) asked.set("room", String(room));
  if (after) asked.set("after", after);
  return `/api/v1/stream?${asked}`;
}

/** Which groups of answers a notice makes stale. */
export function groupsOf(kind: string): readonly string[] {
  return GROUPS[kind] ?? [];
}

const GROUPS: Readonly<Record<string, readonly string[]>> = {
  alert: ["alerts", "now"],
  case: ["cases", "now"],
  lead: ["leads", "now"],
  task: ["tasks", "now"],
  delivery: ["deliveries", "now"],
  channel: ["channels", "now"],
  plan: ["plans", "plan-files", "runs", "steps", "calendar"],
  step: ["runs", "steps", "calendar"],
  question: ["questions", "now"],
  person: ["people", "tags"],
} satisfies Partial<Record<(typeof WANTED)[number], readonly string[]>>;
