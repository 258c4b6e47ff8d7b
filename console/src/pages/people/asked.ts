// What is looked for among people, as it stands in the address. Pure.
import { numberIn } from "@/parts/address";

/** A name or number, one tag, one room: what of it is asked at the same time. */
export interface Asked {
  find: string;
  tag: string | null;
  room: number | null;
}

/** What the address asks for. */
export function askedOf(given: URLSearchParams): Asked {
  return {
    find: given.get("find") ?? "",
    tag: given.get("tag"),
    room: numberIn(given, "room"),
  };
}

/** The address that asks for it; nothing of what is not asked. */
export function addressed(asked: Asked): Record<string, string> {
  return {
    ...(asked.find ? { find: asked.find } : {}),
    ...(asked.tag ? { tag: asked.tag } : {}),
    ...(asked.room ? { room: String(asked.room) } : {}),
  };
}

/** What the API is asked: names are found over all rooms, "#word" is a tag. */
export function queryOf(asked: Asked): { find?: string; tag?: string; room?: number } {
  const typed = asked.find.trim();
  if (/^[#＃]\s*\S/.test(typed)) return { tag: typed.slice(1).trim() };
  if (typed && typed !== "#" && typed !== "＃") return { find: typed };
  return {
    ...(asked.tag ? { tag: asked.tag } : {}),
    ...(asked.room ? { room: asked.room } : {}),
  };
}

/** The place after one key, in a list of so many; nothing is chosen before the first one. */
export function moved(chosen: number | null, key: "ArrowDown" | "ArrowUp", count: number) {
  if (count === 0) return null;
  if (chosen === null) return key === "ArrowDown" ? 0 : count - 1;
  return Math.min(count - 1, Math.max(0, chosen + (key === "ArrowDown" ? 1 : -1)));
}

/** An id of a platform, short: the beginning and the end tell accounts apart. */
export function shortRef(ref: string): string {
  const letters = [...ref];
  return letters.length <= 12
    ? ref
    : `${letters.slice(0, 6).join("")}…${letters.slice(-4).join("")}`;
}
