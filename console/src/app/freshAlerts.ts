/** The alerts that are newer than the newest one known; none at the first look. Oldest first. */
export function fresh<T extends { id: number }>(alerts: readonly T[], newest: number | null): T[] {
  if (newest === null) return [];
  return alerts.filter((one) => one.id > newest).sort((a, b) => a.id - b.id);
}
