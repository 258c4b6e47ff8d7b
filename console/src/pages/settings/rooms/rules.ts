// The rules of one room as a form has them, and what is sent when it is saved. Pure.
import type { Body, Of } from "@/api/types";
import { DEFAULT, hoursOf, type Pending, type Setting } from "../edits";

export type RulesBody = Body<"/api/v1/rooms/{id}/set-rules">;

/** A rule in the shape of a setting: "default" is what holds everywhere. */
export function asSetting(rule: Of<"RuleOfRoom">): Setting {
  const plain = rule.name === "quiet_hours";
  return {
    path: rule.name,
    value: plain ? hoursOf(rule.value) : rule.value,
    default: plain ? hoursOf(rule.general) : rule.general,
    origin: rule.own ? "file" : "default",
    variable: null,
    meaning: "",
    kind: {},
    live: true,
    editable: true,
    secret: false,
  };
}

/** What is sent: values, and the rules that go back to what holds everywhere. */
export function bodyOf(pending: Pending, expected: string, reason: string): RulesBody {
  const values: Record<string, unknown> = {};
  const general: string[] = [];
  for (const [name, value] of pending) {
    const told = name === "quiet_hours" && value === null ? "none" : value;
    const [group = "", part] = name.split(".");
    if (told === DEFAULT || told === null) general.push(name);
    else if (part === undefined) values[name] = told;
    else values[group] = { ...(values[group] ?? {}), [part]: told };
  }
  return { ...values, general, expected, reason } as RulesBody;
}

interface Named {
  name: string;
  channel: string;
  series: string;
}

/** The rooms whose name, series or account has these words. */
export function found<R extends Named>(rooms: readonly R[], words: string): R[] {
  const wanted = words.trim().toLowerCase();
  return rooms.filter((one) =>
    `${one.name} ${one.series} ${one.channel}`.toLowerCase().includes(wanted),
  );
}
