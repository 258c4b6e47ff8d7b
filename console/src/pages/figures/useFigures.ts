import { useGet } from "@/api/queries";
import { useNow } from "@/parts/Time";
import { dayOf } from "@/parts/time";
import { useHouse } from "@/session/useHouse";
import { asked, askedBefore, type Look } from "./look";

const FRESH = 300_000; // ms: a report need not move under the eyes

/** The figures that are looked at, and those of as many days before. */
export function useFigures(look: Look) {
  const { zone } = useHouse();
  const today = dayOf(useNow(), zone);
  const now = useGet(
    "/api/v1/figures/days",
    { query: asked(look, today) },
    { staleTime: FRESH, keep: true },
  );
  const found = now.isPlaceholderData ? undefined : now.data;
  const before = useGet(
    "/api/v1/figures/days",
    { query: found ? askedBefore(look, found) : {} },
    { staleTime: FRESH, enabled: found !== undefined },
  );
  const heard = found !== undefined && before.data?.heard === true;
  return {
    figures: now.data,
    before: heard ? before.data : undefined,
    unheard: found !== undefined && before.data !== undefined && !before.data.heard,
    error: now.error ?? before.error,
    stale: now.isPlaceholderData,
    retry: () => void (now.error ? now : before).refetch(),
  };
}
