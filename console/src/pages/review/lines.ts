// The talk around a message, in one shape wherever it was looked up. Pure.
import type { Of } from "@/api/types";

export interface Line {
  id: number;
  name: string;
  student_id: number | null;
  own: boolean;
  at: string;
  recalled: boolean;
  text: string;
}

export interface Around {
  before: Line[];
  after: Line[];
}

function ofMessage(one: Of<"Message">): Line {
  return {
    id: one.id,
    name: one.nickname || one.name,
    student_id: one.student_id,
    own: one.own,
    at: one.sent,
    recalled: one.recalled !== null,
    text: one.text,
  };
}

/** The few messages that come with a case. */
export function near(whole: Of<"CaseWhole">): Around {
  return { before: whole.before.map(ofMessage), after: whole.after.map(ofMessage) };
}

/** The same from a part of the room's timeline (newest first), without who came and went. */
export function around(items: readonly Of<"TimelineItem">[], message: number): Around {
  const lines: Line[] = [];
  for (const { message: one, at } of items.toReversed())
    if (one)
      lines.push({
        id: one.id,
        name: one.nickname || one.name,
        student_id: one.student_id,
        own: one.own,
        at,
        recalled: one.recalled !== null,
        text: one.text,
      });
  const place = lines.findIndex((one) => one.id === message);
  if (place < 0) return { before: [], after: [] };
  return { before: lines.slice(0, place), after: lines.slice(place + 1) };
}
