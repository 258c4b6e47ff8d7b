// What `groupkeeper check` says of a text, asked a moment after somebody stopped typing.
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { post } from "@/api/client";
import type { Of } from "@/api/types";
import type { Language } from "@/i18n";

export type Checked = Of<"PlanChecked">;

const PAUSE = 350; // ms

export function useChecked(
  text: string,
  language: Language,
): { checked: Checked | undefined; current: boolean; error: Error | null } {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  const found = useQuery({
    queryKey: ["plan-check", language, settled],
    queryFn: () => post("/api/v1/plans/check", { body: { text: settled, language } }),
    placeholderData: (before: Checked | undefined) => before,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
  const current = settled === text && !found.isPlaceholderData && found.isSuccess;
  return { checked: found.data, current, error: found.error };
}
