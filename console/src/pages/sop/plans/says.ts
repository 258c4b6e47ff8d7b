// What a step or what follows from it says: messages in a row, each with what hangs on it. Pure.
import { type Document, isCollection, isMap, isScalar, YAMLMap } from "yaml";
import { changed, read, withValue } from "./edit";
import { withItem, withItemUp, withoutItem } from "./items";
import type { Path } from "./place";
import { beyond, type Fields, isFields, said } from "./values";
import { lineStart } from "./writing";

/** What can hang on a message, by the key that names it. */
export const MEDIA_KINDS = ["link", "image", "file", "video"] as const;
export type MediaKind = (typeof MEDIA_KINDS)[number];

export interface MediaShape {
  kind: MediaKind | null; // null: another one, which only the text shows
  source: string;
  title: string;
  description: string;
  others: string[];
}

export interface MessageShape {
  at: Path; // below what says it
  key: "say" | "text"; // of its words
  text: string;
  media: MediaShape | null;
  content: string;
  pause: string;
  others: string[];
}

const MESSAGE = ["text", "media", "content", "pause"];
const MEDIA = [...MEDIA_KINDS, "title", "description"];

/** The messages of a step, of a branch; none where it has no words, pictures, contents. */
export function messagesOf(owner: Fields): MessageShape[] {
  if (!Array.isArray(owner.say)) {
    const something = ["say", "media", "content"].some((key) => key in owner);
    return something ? [{ ...messageOf(owner), at: [], key: "say", text: said(owner.say) }] : [];
  }
  return owner.say.map((one: unknown, number) => {
    const fields = isFields(one) ? one : {};
    const others = isFields(one) ? beyond(one, MESSAGE) : [said(one)].filter(Boolean);
    return { ...messageOf(fields), at: ["say", number], others };
  });
}

function messageOf(fields: Fields): MessageShape {
  const media = isFields(fields.media) ? mediaOf(fields.media) : null;
  return {
    at: [],
    key: "text",
    text: said(fields.text),
    media,
    content: said(fields.content),
    pause: said(fields.pause),
    others: [],
  };
}

function mediaOf(media: Fields): MediaShape {
  const kinds = MEDIA_KINDS.filter((one) => one in media);
  const kind = kinds.length === 1 ? (kinds[0] ?? null) : null;
  return {
    kind,
    source: kind ? said(media[kind]) : "",
    title: said(media.title),
    description: said(media.description),
    others: beyond(media, kind ? MEDIA : ["title", "description"]),
  };
}

/** The text with a message more, behind the one of that number. */
export function withMessage(source: string, owner: Path, behind: number): string {
  return withItem(inRow(source, owner), [...owner, "say"], behind, { text: "" });
}

/** The text with a message before the one above it; a pause stays between the first two. */
export function withMessageUp(source: string, owner: Path, number: number): string {
  return pausesSettled(withItemUp(source, [...owner, "say"], number), owner);
}

/** The text without a message. */
export function withoutMessage(source: string, owner: Path, number: number): string {
  const less = withoutItem(source, [...owner, "say"], number);
  return number > 0 ? less : pausesSettled(less, owner);
}

/** Before the first message there is nothing to wait for: its pause goes to the one behind it. */
function pausesSettled(source: string, owner: Path): string {
  const list = [...owner, "say"];
  const map = read(source);
  const [first, second] = [0, 1].map((number) => map?.getIn([...list, number, "pause"]));
  if (first === undefined) return source;
  const less = withValue(source, [...list, 0, "pause"], undefined);
  const next = map?.hasIn([...list, 1]) && second === undefined;
  return next ? withValue(less, [...list, 1, "pause"], first) : less;
}

/** The text with the one message of a step as the first of a row. */
export function inRow(source: string, owner: Path): string {
  const whole = read(source);
  const map = whole?.getIn(owner, true);
  if (!whole || !isMap(map) || isCollection(map.get("say", true))) return source;
  const fields: unknown = map.toJS(whole);
  const one = isFields(fields) ? messagesOf(fields)[0] : undefined;
  if (!one) return withValue(source, [...owner, "say"], [{ text: "" }]);
  const exact = () => (one.media || one.content ? null : dashed(source, owner));
  return changed(source, owner, (document) => gather(document, owner), exact);
}

const PARTS = { say: "text", media: "media", content: "content" };

function gather(document: Document, owner: Path): void {
  const map = document.getIn(owner, true);
  const message = new YAMLMap();
  if (!isMap(map)) return;
  for (const [key, name] of Object.entries(PARTS)) {
    if (!map.has(key)) continue;
    message.set(name, map.get(key, true));
    if (key !== "say") map.delete(key);
  }
  map.set("say", document.createNode([message]));
}

/** `say: words` as `say:` and `- text: words` below, the words in the letters that they had. */
function dashed(source: string, owner: Path): string | null {
  const map = read(source)?.getIn(owner, true);
  const pair = isMap(map) && !map.flow ? map.items.find((one) => isSay(one.key)) : undefined;
  const key = pair?.key;
  const value = pair?.value;
  if (!isScalar(key) || !isScalar(value) || !key.range || !value.range) return null;
  const column = key.range[0] - lineStart(source, key.range[0]);
  const [from, to] = value.range;
  const [first = "", ...rest] = source.slice(from, to).split("\n");
  const moved = rest.map((line) => (line.trim() === "" ? line : `    ${line}`));
  const words = [first, ...moved].join("\n");
  return `${source.slice(0, key.range[0])}say:\n${" ".repeat(column + 2)}- text: ${words}${source.slice(to)}`;
}

function isSay(key: unknown): boolean {
  return isScalar(key) && key.value === "say";
}
