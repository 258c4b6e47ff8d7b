import { itemsOf, useList } from "@/api/queries";
import type { Of } from "@/api/types";
import { useMore } from "./useMore";

const PART = 500; // rooms of one answer
const FRESH = 60_000; // ms: rooms come and go slowly

/** All rooms that one may see, to choose from and to name. */
export function useAllRooms(): readonly Of<"Room">[] {
  const rooms = useList("/api/v1/rooms", { query: { limit: PART } }, { staleTime: FRESH });
  useMore(rooms, true);
  return itemsOf(rooms);
}
