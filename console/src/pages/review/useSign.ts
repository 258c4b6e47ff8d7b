import { oneOf } from "@/parts/oneOf";
import { useWords } from "./words";

const KNOWN = [
  "links",
  "repeats",
  "near",
  "contact",
  "disguise",
  "lookalike",
  "words",
  "pictures",
  "cards",
  "files",
  "behaviour",
  "learned",
  "report",
  "opinion",
] as const;

/** What a detector is called; an unknown one by its own name. */
export function useSign(): (detector: string) => string {
  const { t } = useWords();
  return (detector) => {
    const known = oneOf(KNOWN, detector);
    return known ? t(`sign_${known}`) : detector;
  };
}
