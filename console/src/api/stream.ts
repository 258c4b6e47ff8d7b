// One EventSource a tab. It tells what was committed as ids; with a room it also tells what is new
// in that room. A lost connection is taken up again after the last event that was heard.
import { useEffect, useRef, useSyncExternalStore } from "react";
import { backoff, type Notice, noticeOf, streamAddress, WANTED } from "./notices";

export type Line = "closed" | "live" | "lost" | "resumed";
type Handler = (notice: Notice) => void;

const KINDS = ["hello", ...WANTED, "item", "missed"] as const;
export type Kind = (typeof KINDS)[number];

const PATIENCE = 2_000; // ms that a line may be gone before the page says so
const RESUMED = 4_000; // ms that "resumed" is shown

const handlers = new Map<string, Set<Handler>>();
const lineListeners = new Set<() => void>();
const rooms = new Map<number, number>(); // how many parts of the page watch it
let wanted = false;
let source: EventSource | null = null;
let watched: number | null = null;
let last = ""; // the id of the last event that was heard
let failures = 0;
let line: Line = "closed";
let retry: ReturnType<typeof setTimeout> | undefined;
let doubt: ReturnType<typeof setTimeout> | undefined;

function say(now: Line): void {
  if (now === line) return;
  line = now;
  for (const listener of lineListeners) listener();
}

function tell(notice: Notice): void {
  for (const kind of [notice.kind, "*"]) for (const one of handlers.get(kind) ?? []) one(notice);
}

function hear(event: Event): void {
  const message = event as MessageEvent<string>;
  if (message.lastEventId) last = message.lastEventId;
  tell(noticeOf(message.type, message.data));
}

function opened(): void {
  clearTimeout(doubt);
  failures = 0;
  if (line === "lost") {
    say("resumed");
    doubt = setTimeout(() => say("live"), RESUMED);
    // Without an id there is nothing to take up after: whoever shows something reads it anew.
    if (!last) tell({ kind: "missed", id: null, room: null, item: null, rooms: [] });
  } else say("live");
}

function failed(this: EventSource): void {
  if (this !== source) return;
  if (failures === 0) {
    // From the first failure on: a try that fails as well must not put off what the page says.
    clearTimeout(doubt);
    doubt = setTimeout(() => say("lost"), line === "closed" ? 0 : PATIENCE);
  }
  this.close(); // its own second try knows neither patience nor a room that changed
  source = null;
  clearTimeout(retry);
  retry = setTimeout(connect, backoff(failures++));
}

function connect(): void {
  clearTimeout(retry);
  source?.close();
  source = null;
  if (!wanted) return;
  watched = [...rooms.keys()].at(-1) ?? null;
  source = new EventSource(streamAddress(watched, last));
  source.onopen = opened;
  source.onerror = failed;
  for (const kind of KINDS) source.addEventListener(kind, hear);
}

/** The browser says that there is no network: nobody waits for the line to find out. */
function cut(): void {
  if (!wanted) return;
  clearTimeout(doubt);
  clearTimeout(retry);
  source?.close();
  source = null;
  say("lost");
}

/** Opens the line, and keeps it open; the shell does so while somebody is signed in. */
export function openStream(): () => void {
  wanted = true;
  addEventListener("offline", cut);
  addEventListener("online", connect);
  connect();
  return () => {
    wanted = false;
    removeEventListener("offline", cut);
    removeEventListener("online", connect);
    clearTimeout(doubt);
    last = "";
    failures = 0;
    connect();
    say("closed");
  };
}

function listenTo(kinds: readonly string[], handler: Handler): () => void {
  for (const kind of kinds) handlers.set(kind, (handlers.get(kind) ?? new Set()).add(handler));
  return () => {
    for (const kind of kinds) handlers.get(kind)?.delete(handler);
  };
}

/** Hears notices of these kinds; "*" hears all of them. */
export function useStream(kinds: readonly (Kind | "*")[], handler: Handler): void {
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  const named = kinds.join();
  useEffect(() => listenTo(named.split(","), (notice) => latest.current(notice)), [named]);
}

/** Hears everything of one room, with the items of its timeline; `null` hears nothing. */
export function useRoomStream(room: number | null, handler: Handler): void {
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => {
    if (room === null) return undefined;
    const deaf = listenTo(["*"], (notice) => {
      if (notice.room === room || notice.kind === "missed") latest.current(notice);
    });
    rooms.set(room, (rooms.get(room) ?? 0) + 1);
    if (watched !== room) connect();
    return () => {
      deaf();
      const left = (rooms.get(room) ?? 1) - 1;
      if (left > 0) rooms.set(room, left);
      else rooms.delete(room);
      if (watched === room && left <= 0) connect();
    };
  }, [room]);
}

/** How the line is now. */
export function lineNow(): Line {
  return line;
}

/** The same; the component is drawn anew when it changes. */
export function useLine(): Line {
  return useSyncExternalStore((listener) => {
    lineListeners.add(listener);
    return () => lineListeners.delete(listener);
  }, lineNow);
}
