// Who is signed in, and what they may.
import { type Query, type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { get, keepCsrf } from "@/api/client";
import type { Of } from "@/api/types";

export type Me = Of<"Me">;
export type Right = Me["rights"][number];

const KEY = ["session"] as const;

async function who(client: QueryClient, signal: AbortSignal): Promise<Me> {
  const me = await get("/api/v1/session", {}, signal);
  handOver(client, me);
  return me;
}

/** Before somebody is known as who asks: what another person could see is not for this one. */
export function handOver(client: QueryClient, me: Me): void {
  keepCsrf(me.csrf);
  const before = client.getQueryData<Me>(KEY)?.name;
  if (before === undefined || before === me.name) return;
  const others = { predicate: (query: Query) => query.queryKey[0] !== KEY[0] };
  // Nobody is signed in: nothing on the page is looked up anew, it gives way to the sign-in page.
  if (me.name === null) client.removeQueries(others);
  else void client.resetQueries(others);
}

/** Who asks; undefined while it is not known, without a name nobody is signed in. */
export function useMe(): { me: Me | undefined; error: Error | null; retry: () => void } {
  const found = useQuery({
    queryKey: KEY,
    queryFn: ({ client, signal }) => who(client, signal),
    staleTime: 60_000,
  });
  return { me: found.data, error: found.error, retry: () => void found.refetch() };
}

/** Says that somebody signed in, or that their own login changed. */
export function useEntered(): (me: Me) => void {
  const client = useQueryClient();
  return useCallback(
    (me) => {
      handOver(client, me);
      client.setQueryData(KEY, me);
    },
    [client],
  );
}

/** In a room, where its own rights are given (`rights` of the items of GET /rooms); or in all. */
export type Where = { rights?: readonly Right[] } | "everywhere";

/**
 * Whether somebody may do that: in this room, everywhere, or (without `where`) in some room at
 * least. The API refuses it all the same: this only hides what would be refused.
 */
export function may(me: Me | undefined, right: Right, where?: Where): boolean {
  if (where === "everywhere") return me?.rights.includes(right) ?? false;
  return (where?.rights ?? me?.somewhere ?? []).includes(right);
}

/** `may` of whoever is signed in. */
export function useCan(): (right: Right, where?: Where) => boolean {
  const { me } = useMe();
  return (right, where) => may(me, right, where);
}
