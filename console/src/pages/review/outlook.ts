// What a word on a case leads to, as sentences. Pure.
import type { Of } from "@/api/types";

export type Outlook = Of<"Outlook">;

/** One consequence: the key of its sentence, and how many it is about. */
export interface Consequence {
  key:
    | "removed"
    | "recalled"
    | "marked"
    | "denied"
    | "calledOff"
    | "invited"
    | "forgiven"
    | "learned";
  count: number;
  rooms: number;
}

/** What follows, what touches people first; empty: nothing but the record. */
export function consequences(outlook: Outlook): Consequence[] {
  const { rooms } = outlook;
  const all: Consequence[] = [
    { key: "removed", count: outlook.removed, rooms },
    { key: "invited", count: outlook.invited, rooms },
    { key: "recalled", count: outlook.recalled, rooms },
    { key: "calledOff", count: outlook.called_off, rooms },
    { key: "denied", count: outlook.denied, rooms },
    { key: "marked", count: outlook.marked, rooms },
    { key: "forgiven", count: outlook.forgiven, rooms },
    { key: "learned", count: outlook.learned, rooms },
  ];
  return all.filter((one) => one.count > 0);
}
