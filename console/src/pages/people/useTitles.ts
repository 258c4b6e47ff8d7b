// What the house calls its categories of leads.
import { useGet } from "@/api/queries";

export function useTitles(): (category: string) => string {
  const board = useGet("/api/v1/leads/board", {}, { staleTime: 300_000 });
  const titles = new Map(board.data?.categories.map((one) => [one.name, one.title]));
  return (category) => titles.get(category) || category;
}
