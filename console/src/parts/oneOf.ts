/** The value of a list that was given; null for one that the list does not know. Pure. */
export function oneOf<T extends string>(
  known: readonly T[],
  given: string | null | undefined,
): T | null {
  return known.find((one) => one === given) ?? null;
}
