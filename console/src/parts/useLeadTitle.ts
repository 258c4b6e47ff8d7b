import { useHouse } from "@/session/useHouse";

/** What the house calls a category of leads; one that is gone is called by its name. */
export function useLeadTitle(): (category: string) => string {
  const { leadTitles } = useHouse();
  return (category) => leadTitles[category] || category;
}
