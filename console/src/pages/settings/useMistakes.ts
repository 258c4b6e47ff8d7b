// What would be wrong with config.yaml, asked a moment after somebody stopped changing a form.
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { post } from "@/api/client";
import type { Of } from "@/api/types";
import type { Language } from "@/i18n";
import { type Edit, editsOf, type Pending } from "./edits";

export type FileMistake = Of<"SettingMistake">;

const PAUSE = 400; // ms
const NONE: readonly FileMistake[] = [];

/** The mistakes that pending changes would make; none while nothing is pending. */
export function useMistakes(
  pending: Pending,
  version: string,
  language: Language,
): readonly FileMistake[] {
  const [edits, settle] = useState<readonly Edit[]>([]);
  useEffect(() => {
    const timer = setTimeout(() => settle(editsOf(pending)), PAUSE);
    return () => clearTimeout(timer);
  }, [pending]);
  const found = useQuery({
    queryKey: ["settings-mistakes", version, language, edits],
    queryFn: () => post("/api/v1/settings/preview", { body: { edits: [...edits], language } }),
    enabled: edits.length > 0,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: false,
  });
  return (pending.size > 0 && found.data?.mistakes) || NONE;
}
