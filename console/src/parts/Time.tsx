// A moment: short where it stands, whole on hover; `Ago` counts along.
import { useSyncExternalStore } from "react";
import { usePreference } from "@/app/preferences";
import { useHouse } from "@/session/useHouse";
import { ago, lasting, shortTime, wholeTime } from "./time";
import { useWords } from "./words";

const STEP = 10_000; // ms between two looks at the clock: one timer for the whole page
const listeners = new Set<() => void>();
let now = new Date();
let timer: ReturnType<typeof setInterval> | undefined;

function listen(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) {
    now = new Date(); // nobody has looked at it for a while
    timer = setInterval(() => {
      now = new Date();
      for (const one of listeners) one();
    }, STEP);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The time now, by the house's clock (a demo's runs faster), to ten seconds. */
export function useNow(): Date {
  const seen = useSyncExternalStore(listen, () => now);
  const { ahead } = useHouse();
  return ahead === 0 ? seen : new Date(seen.getTime() + ahead);
}

/** "08:30", or with its date where it is not today. */
export function Time({ at }: { at: string }) {
  const { zone } = useHouse();
  const current = useNow();
  return (
    <time dateTime={at} title={wholeTime(at, zone)}>
      {shortTime(at, current, zone)}
    </time>
  );
}

/** "3 minutes ago". */
export function Ago({ at }: { at: string }) {
  const language = usePreference("language");
  const { zone } = useHouse();
  const { t } = useWords();
  const current = useNow();
  return (
    <time dateTime={at} title={wholeTime(at, zone)}>
      {ago(at, current, language) ?? t("justNow")}
    </time>
  );
}

/** How long something has waited: "12 min". */
export function Waiting({ since }: { since: string }) {
  const language = usePreference("language");
  const current = useNow();
  const { zone } = useHouse();
  const seconds = (current.getTime() - new Date(since).getTime()) / 1000;
  return (
    <time dateTime={since} title={wholeTime(since, zone)}>
      {lasting(seconds, language)}
    </time>
  );
}
