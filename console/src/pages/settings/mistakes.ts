// Which mistake belongs to which field of a form. Pure.

interface Said {
  path: string; // "rooms.defaults.quiz.questions.0.ask"
  what: string;
}

/** What is said of one setting, or of a part of it. */
export function about(path: string, mistakes: readonly Said[]): string | undefined {
  const found = mistakes.find((one) => one.path === path || one.path.startsWith(`${path}.`));
  return found && withoutName(found);
}

/** A form has its own name for a setting: that of the file before the sentence says no more. */
function withoutName({ path, what }: Said): string {
  const name = `'${path.split(".").at(-1)}'`;
  const rest = what.startsWith(name) ? what.slice(name.length).trim() : what;
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

interface Refused {
  where: string; // "body.ladder.hold_at"
  what: string;
}

/** Mistakes of a request as those of the file are: by the names of its fields. */
export function ofBody(mistakes: readonly Refused[]): Said[] {
  return mistakes.map((one) => ({ path: one.where.replace(/^body\./, ""), what: one.what }));
}
