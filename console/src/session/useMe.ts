// Who is signed in, and what they may.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { get, keepCsrf, post } from "@/api/client";
import type { Of } from "@/api/types";

export type Me = Of<"Me">;
export type Right = Me["rights"][number];

const KEY = ["session"] as const;

async function who(signal: AbortSignal): Promise<Me> {
  const me = await get("/api/v1/session", {}, signal);
  keepCsrf(me.csrf);
  return me;
}

/** Who asks; undefined while it is not known, without a name nobody is signed in. */
export function useMe(): { me: Me | undefined; error: Error | null; retry: () => void } {
  const found = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => who(signal),
    staleTime: 60_000,
  });
  return { me: found.data, error: found.error, retry: () => void found.refetch() };
}

/** Says that somebody signed in, or that their own login changed. */
export function useEntered(): (me: Me) => void {
  const client = useQueryClient();
  return useCallback(
    (me) => {
      keepCsrf(me.csrf);
      const other = client.getQueryData<Me>(KEY)?.name !== me.name;
      // What another person could see is not for this one.
      if (other) client.removeQueries({ predicate: (query) => query.queryKey[0] !== KEY[0] });
      client.setQueryData(KEY, me);
    },
    [client],
  );
}

/** Signs out: here, and at the service. */
export function useLeave(): () => Promise<void> {
  const entered = useEntered();
  return useCallback(async () => {
    entered(await post("/api/v1/session/end", {}));
  }, [entered]);
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
