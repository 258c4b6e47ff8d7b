// Sentences with more in them than words. Pure.
import type { Language } from "@/app/preferences";

const HERE = "\u0001"; // no text of ours or of anybody has it

/** The two sides of what a sentence leaves a place for: `say` gets what stands there. */
export function around(say: (here: string) => string): [before: string, after: string] {
  const [before = "", after = ""] = say(HERE).split(HERE);
  return [before, after];
}

/** Several names in a row, as a language lists them. */
export function listed(names: readonly string[], language: Language): string {
  return names.join(language === "zh" ? "、" : ", ");
}
