// Small rules of signing in. Pure.

export const SHORTEST = 10; // characters of a password; the API says the same

/** Where to go after signing in: a path of ours, never another site's address. */
export function wayBack(wanted: string | null): string {
  // A browser takes "\" for "/", and looks past tabs and line breaks.
  const ours = wanted !== null && /^\/(?!\/)[^\p{Cc}\\]*$/u.test(wanted);
  return ours ? wanted : "/";
}

/** The key behind # in the address of a one-time link. */
export function keyIn(hash: string): string {
  const key = hash.replace(/^#/, "");
  return /^[\w.~-]{1,200}$/.test(key) ? key : "";
}
