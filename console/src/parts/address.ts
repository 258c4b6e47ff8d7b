/** The number of a thing in an address; null: there is none, or none that can be. Pure. */
export function numberIn(asked: URLSearchParams, name: string): number | null {
  const number = Number(asked.get(name));
  return Number.isSafeInteger(number) && number > 0 ? number : null;
}
