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
type Known = (typeof KNOWN)[number];

/** What a detector is called; an unknown one by its own name. */
export function useSign(): (detector: string) => string {
  const { t } = useWords();
  return (detector) =>
    (KNOWN as readonly string[]).includes(detector) ? t(`sign_${detector as Known}`) : detector;
}
