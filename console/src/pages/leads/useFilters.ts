// Which leads are shown; all of it stands in the address.
import { useSearchParams } from "react-router";
import { numberIn } from "@/parts/address";
import { useMe } from "@/session/useMe";

export interface Which {
  category: string | undefined;
  room: number | undefined;
  owner: string | undefined;
}

export const MINE = "me";

export interface Filters {
  which: Which; // as the API takes it
  owner: string | undefined; // as it was chosen: `MINE` is whoever is signed in
  lead: number | null; // that is shown whole
  hrefOf: (lead: number | null) => string;
  choose: (name: keyof Which, value: string | number | undefined) => void;
}

export function useFilters(): Filters {
  const [asked, ask] = useSearchParams();
  const { me } = useMe();
  const owner = asked.get("owner") ?? undefined;
  const choose = (name: keyof Which, value: string | number | undefined) => {
    const next = new URLSearchParams(asked);
    if (value === undefined || value === "") next.delete(name);
    else next.set(name, String(value));
    ask(next, { replace: true });
  };
  const hrefOf = (lead: number | null) => {
    const next = new URLSearchParams(asked);
    next.delete("lead");
    if (lead !== null) next.set("lead", String(lead));
    return next.size > 0 ? `/leads?${next}` : "/leads";
  };
  return {
    which: {
      category: asked.get("category") ?? undefined,
      room: numberIn(asked, "room") ?? undefined,
      owner: owner === MINE ? (me?.name ?? undefined) : owner,
    },
    owner,
    lead: numberIn(asked, "lead"),
    hrefOf,
    choose,
  };
}
