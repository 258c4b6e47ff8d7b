// What this browser remembers of how somebody likes the console; the language alone is sent, with each request.
import { useSyncExternalStore } from "react";

export type Language = "zh" | "en";
export type Theme = "system" | "light" | "dark";

export interface Preferences {
  language: Language;
  theme: Theme;
  popups: boolean; // a new alert shows itself on the page
  sound: boolean; // and is heard
  desktop: boolean; // and is told by the browser, where it may
  folded: boolean; // the menu at the desk shows icons only
}

const KEY = "groupkeeper.console";
const listeners = new Set<() => void>();
let current: Preferences = read();

/** The language that the browser asks for first; Chinese where that is neither. */
export function languageOf(wanted: readonly string[]): Language {
  const known = wanted.map((one) => one.toLowerCase()).find((one) => /^(zh|en)\b/.test(one));
  return known?.startsWith("en") ? "en" : "zh";
}

/** What was remembered, where it is sound; else what a newcomer gets. */
export function understood(remembered: unknown, wanted: readonly string[]): Preferences {
  const fresh: Preferences = {
    language: languageOf(wanted),
    theme: "system",
    popups: true,
    sound: true,
    desktop: false,
    folded: false,
  };
  if (typeof remembered !== "object" || remembered === null) return fresh;
  const given = remembered as Partial<Preferences>;
  const flag = (one: unknown, otherwise: boolean) => (typeof one === "boolean" ? one : otherwise);
  return {
    language: given.language === "zh" || given.language === "en" ? given.language : fresh.language,
    theme: given.theme === "light" || given.theme === "dark" ? given.theme : "system",
    popups: flag(given.popups, true),
    sound: flag(given.sound, true),
    desktop: flag(given.desktop, false),
    folded: flag(given.folded, false),
  };
}

function read(): Preferences {
  const wanted = globalThis.navigator?.languages ?? [];
  try {
    return understood(JSON.parse(localStorage.getItem(KEY) ?? "null"), wanted);
  } catch {
    return understood(null, wanted); // no storage here, or somebody else's text in it
  }
}

/** All of them, now. */
export function preferences(): Preferences {
  return current;
}

/** Changes one, at once and everywhere. */
export function prefer<K extends keyof Preferences>(name: K, value: Preferences[K]): void {
  current = { ...current, [name]: value };
  try {
    localStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // A browser that stores nothing still shows what was chosen until the page is left.
  }
  for (const listener of listeners) listener();
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** One of them; the component is drawn anew when it changes. */
export function usePreference<K extends keyof Preferences>(name: K): Preferences[K] {
  return useSyncExternalStore(listen, () => current[name]);
}
