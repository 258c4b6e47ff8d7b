// Which parts of a text to mark: the words that made something of it. Pure.

export interface Piece {
  text: string;
  marked: boolean;
  at: number; // where it begins: a key for lists
}

/** The text in pieces; words are found without regard to case, longer ones first. */
export function piecesOf(text: string, words: readonly string[]): Piece[] {
  const wanted = [...new Set(words.map((one) => one.trim().toLowerCase()).filter(Boolean))];
  wanted.sort((a, b) => b.length - a.length);
  const lower = text.toLowerCase();
  // Characters whose small letter has another length would shift every place after them.
  const aligned = lower.length === text.length ? lower : text;
  const pieces: Piece[] = [];
  let plain = 0;
  let at = 0;
  const push = (from: number, to: number, marked: boolean) => {
    if (to > from) pieces.push({ text: text.slice(from, to), marked, at: from });
  };
  while (at < text.length) {
    const found = wanted.find((one) => aligned.startsWith(one, at));
    if (!found) {
      at += 1;
      continue;
    }
    push(plain, at, false);
    push(at, at + found.length, true);
    at += found.length;
    plain = at;
  }
  push(plain, text.length, false);
  return pieces;
}
