// A proposed rule as people type it into a form, and as config.yaml has it. Pure.

export interface Proposal {
  words: string; // one a line: "星币回收 0.9"; without a number `DEFAULT`
  accept: string; // one a line
  flagAt: number | null; // null: as it is
}

export const EMPTY: Proposal = { words: "", accept: "", flagAt: null };
const DEFAULT = 0.8;
const LINE = /^(.*?)(?:[\s:：=]+(0?\.\d+|0|1(?:\.0+)?))?$/;

export interface Word {
  word: string;
  score: number;
}

/** The words of the form with what each proves; empty lines are left out, later ones win. */
export function wordsOf(text: string): Word[] {
  const found = new Map<string, number>();
  for (const line of text.split("\n")) {
    const read = LINE.exec(line.trim());
    const word = read?.[1]?.trim() ?? "";
    if (word) found.set(word, read?.[2] === undefined ? DEFAULT : Number(read[2]));
  }
  return [...found].map(([word, score]) => ({ word, score }));
}

/** The lines of a field that say something. */
export function linesOf(text: string): string[] {
  return [...new Set(text.split("\n").map((one) => one.trim()))].filter(Boolean);
}

/** The part of config.yaml that the form stands for; "" where it says nothing. */
export function yamlOf(proposal: Proposal): string {
  const words = wordsOf(proposal.words);
  const accept = linesOf(proposal.accept);
  const lines: string[] = [];
  if (proposal.flagAt !== null) lines.push(`  flag_at: ${proposal.flagAt}`);
  if (words.length > 0 || accept.length > 0) lines.push("  words:");
  if (words.length > 0) {
    lines.push("    add:");
    // JSON's quotes are YAML's too: whatever stands in a word, it stays one.
    for (const { word, score } of words) lines.push(`      ${JSON.stringify(word)}: ${score}`);
  }
  if (accept.length > 0) {
    lines.push("    accept:");
    for (const one of accept) lines.push(`      - ${JSON.stringify(one)}`);
  }
  return lines.length === 0 ? "" : ["judging:", ...lines, ""].join("\n");
}

/** Where a mistake stands: "body.text:2:12" is line 2, column 12. */
export function placeOf(where: string): { line: number; column: number } | null {
  const found = /:(\d+):(\d+)$/.exec(where);
  return found ? { line: Number(found[1]), column: Number(found[2]) } : null;
}

/** What to call a back-test in the list of those that were asked for. */
export function titleOf(text: string): string {
  const said = text
    .split("\n")
    .map((one) => one.trim())
    .filter((one) => one && !one.startsWith("#") && one !== "judging:" && one !== "words:")
    .filter((one) => one !== "add:" && one !== "accept:");
  return said.join(", ").slice(0, 80);
}
