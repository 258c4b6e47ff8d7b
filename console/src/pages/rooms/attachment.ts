// What can be said of a file or a link. Pure.

/** The host of an address that a browser may open; "" of every other: a script, a file, nonsense. */
export function hostOf(url: string): string {
  if (!/^https?:\/\//i.test(url)) return "";
  try {
    return new URL(url).host;
  } catch {
    return "";
  }
}

export interface Size {
  unit: "kilobytes" | "megabytes";
  count: string;
}

/** A size as people read it; null where none is known. */
export function sizeOf(bytes: number | null): Size | null {
  if (bytes === null || bytes < 0) return null;
  if (bytes < 1_000_000)
    return { unit: "kilobytes", count: `${Math.max(1, Math.round(bytes / 1000))}` };
  return { unit: "megabytes", count: (bytes / 1_000_000).toFixed(1) };
}
