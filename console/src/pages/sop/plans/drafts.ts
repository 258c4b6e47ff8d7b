// Texts that somebody has begun to edit and not saved: kept in this browser until they are.

export interface Kept {
  base: string; // the version of the file that they were begun from
  text: string;
}

const PREFIX = "groupkeeper.plan.";

interface Shelf {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** The draft of a plan; null where there is none, or none that can be read. */
export function draftOf(shelf: Shelf, name: string): Kept | null {
  try {
    const found = JSON.parse(shelf.getItem(PREFIX + name) ?? "null") as Partial<Kept> | null;
    const sound = typeof found?.base === "string" && typeof found.text === "string";
    return sound ? { base: found.base as string, text: found.text as string } : null;
  } catch {
    return null; // no storage here, or somebody else's text in it
  }
}

/** Keeps a draft; null: there is none any more. */
export function keepDraft(shelf: Shelf, name: string, kept: Kept | null): void {
  try {
    if (kept === null) shelf.removeItem(PREFIX + name);
    else shelf.setItem(PREFIX + name, JSON.stringify(kept));
  } catch {
    // A browser that stores nothing, or no more: the text is still on the page.
  }
}
