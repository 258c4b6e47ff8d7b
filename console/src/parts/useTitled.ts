import { useHouse } from "@/session/useHouse";

/** What a colleague is called; whoever has no title, or is no colleague, by their name. */
export function useTitled(): (name: string) => string {
  const { staffTitles } = useHouse();
  return (name) => staffTitles[name] || name;
}
