// What the house says of itself: its zone, and how far its clock is ahead of this browser's.
import { useGet } from "@/api/queries";

export interface House {
  zone: string;
  ahead: number; // milliseconds
}

const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Until the house has answered: the browser's own zone and clock. */
export function useHouse(): House {
  const { data, dataUpdatedAt } = useGet("/api/v1/house", {}, { staleTime: 300_000 });
  if (!data) return { zone: HERE, ahead: 0 };
  const ahead = new Date(data.now).getTime() - dataUpdatedAt;
  return { zone: data.zone, ahead: Math.abs(ahead) < 5_000 ? 0 : ahead };
}
