import { itemsOf, useList } from "@/api/queries";
import type { Of } from "@/api/types";

const MOST = 500; // a house with more finds rooms by their page
const FRESH = 60_000; // ms: rooms come and go slowly

/** The rooms that one may see, to choose from. */
export function useAllRooms(): readonly Of<"Room">[] {
  return itemsOf(useList("/api/v1/rooms", { query: { limit: MOST } }, { staleTime: FRESH }));
}
