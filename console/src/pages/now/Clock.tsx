// How late something is, how long it has, or how long it waits.
import { usePreference } from "@/app/preferences";
import { useNow } from "@/parts/Time";
import { lasting, wholeTime } from "@/parts/time";
import { useHouse } from "@/session/useHouse";
import type { Need } from "./logic";
import { useWords } from "./words";

export function Clock({ need }: { need: Pick<Need, "due" | "since"> }) {
  const { t } = useWords();
  const language = usePreference("language");
  const { zone } = useHouse();
  const now = useNow();
  const at = need.due ?? need.since;
  const seconds = (now.getTime() - new Date(at).getTime()) / 1000;
  const time = lasting(Math.abs(seconds), language);
  const late = need.due !== null && seconds >= 0;
  const said = need.due === null ? "waits" : late ? "lateBy" : "dueIn";
  return (
    <time dateTime={at} title={wholeTime(at, zone)} className={late ? "gk-late" : "gk-quiet"}>
      {t(said, { time })}
    </time>
  );
}
