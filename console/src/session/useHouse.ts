// What the house says of itself: its zone, and how far its clock is ahead of this browser's.
import { useGet } from "@/api/queries";

export interface House {
  zone: string;
  demo: boolean; // its members can be let speak, its time run faster
  ahead: number; // milliseconds
  leadTitles: Readonly<Record<string, string>>; // what each category of leads is called
  staffTitles: Readonly<Record<string, string>>; // what colleagues are called, by name
}

const NONE = {};
const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Until the house has answered: the browser's own zone and clock. */
export function useHouse(): House {
  const { data, dataUpdatedAt } = useGet("/api/v1/house", {}, { staleTime: 300_000 });
  if (!data) return { zone: HERE, demo: false, ahead: 0, leadTitles: NONE, staffTitles: NONE };
  // A demo's clock is ahead of ours by more and more, or by less and less.
  const since = (Date.now() - dataUpdatedAt) * (data.rate - 1);
  const ahead = new Date(data.now).getTime() - dataUpdatedAt + since;
  const { zone, demo, lead_titles: leadTitles, staff_titles: staffTitles } = data;
  return { zone, demo, leadTitles, staffTitles, ahead: Math.abs(ahead) < 5_000 ? 0 : ahead };
}
