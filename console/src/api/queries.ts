// Server data by TanStack Query. A key is [group, path, asking]; the group is the first word of the
// path ("alerts"), so that the live stream and changes can call a whole group stale.
import {
  type InfiniteData,
  keepPreviousData,
  type MutationOptions,
  type QueryClient,
  type UseInfiniteQueryResult,
  type UseMutationResult,
  type UseQueryResult,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useCallback } from "react";
import { get, post } from "./client";
import { Problem } from "./problem";
import type { Answer, Asking, GetPath, ListPath, PostPath, Telling } from "./types";

/** "alerts" of "/api/v1/alerts/{id}". */
export function groupOf(path: string): string {
  return path.split("/")[3] ?? path;
}

/** The key under which an answer is kept. */
export function keyOf<P extends GetPath>(path: P, asking?: Asking<P>): readonly unknown[] {
  return [groupOf(path), path, asking ?? {}];
}

interface Choices<T> {
  enabled?: boolean;
  // Milliseconds; a function looks at what came last, to stop where nothing more is to come.
  refetchInterval?: number | false | ((last: T | undefined) => number | false);
  staleTime?: number; // milliseconds
  keep?: boolean; // show what was found before while something else is looked up
}

/** The same in TanStack Query's words. */
function chosen<T>({ keep, refetchInterval: every, ...rest }: Choices<T>) {
  const again = ({ state }: { state: { data: T | undefined; error: Error | null } }) => {
    if (isRefusal(state.error)) return false;
    return typeof every === "function" ? every(state.data) : (every ?? false);
  };
  return {
    ...rest,
    refetchInterval: again,
    ...(keep ? { placeholderData: keepPreviousData } : {}),
  };
}

/** What one GET answers. */
export function useGet<P extends GetPath>(
  path: P,
  asking: Asking<P>,
  choices: Choices<Answer<P, "get">> = {},
): UseQueryResult<Answer<P, "get">, Problem> {
  return useQuery<Answer<P, "get">, Problem>({
    queryKey: keyOf(path, asking),
    queryFn: ({ signal }) => get(path, asking, signal),
    ...chosen(choices),
  });
}

/** A list by its parts; `itemsOf` makes one list of them, `fetchNextPage` leads on. */
export function useList<P extends ListPath>(
  path: P,
  asking: Asking<P>,
  choices: Choices<InfiniteData<Part<P>>> = {},
): UseInfiniteQueryResult<InfiniteData<Part<P>>, Problem> {
  return useInfiniteQuery<Part<P>, Problem, InfiniteData<Part<P>>, readonly unknown[], string>({
    queryKey: [...keyOf(path, asking), "parts"],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...asking.query, ...(pageParam ? { after: pageParam } : {}) };
      return get(path, { ...asking, query } as Asking<P>, signal); // every list takes `after`
    },
    initialPageParam: "",
    getNextPageParam: (last: AnyPart) => last.next ?? undefined,
    ...chosen(choices),
  });
}

/** One answer of a list: its items, where it goes on, and whatever else it says. */
export type Part<P extends ListPath> = Answer<P, "get">;

interface AnyPart {
  next?: string | null;
}

/** All items of a list that were loaded so far. */
export function itemsOf<I>(found: { data: { pages: { items: I[] }[] } | undefined }): I[] {
  return found.data?.pages.flatMap((page) => page.items) ?? [];
}

/** What is said or done once a change was made, or refused. */
export interface Then<A> {
  onSuccess?: (answer: A) => unknown;
  onError?: (problem: Problem) => unknown;
}

type Changed<P extends PostPath> = UseMutationResult<Answer<P, "post">, Problem, Telling<P>>;
export type Change<P extends PostPath> = Omit<Changed<P>, "mutate"> & {
  mutate: (telling: Telling<P>, then?: Then<Answer<P, "post">>) => void;
};

/**
 * A change. What was looked up of its own group and of `touches` is stale afterwards, also when it
 * was refused: somebody else may have been quicker. What is to be said then is said also where the
 * line with the button has gone from the page by that time.
 */
export function usePost<P extends PostPath>(path: P, touches: readonly string[] = []): Change<P> {
  const client = useQueryClient();
  const change = useMutation(changing(client, path, touches));
  const { mutateAsync: send } = change;
  const mutate = useCallback<Change<P>["mutate"]>(
    (telling, then) => follow(send(telling), then),
    [send],
  );
  return { ...change, mutate };
}

/** A change as TanStack Query makes it: over when the answers that it touches are fresh. */
export function changing<P extends PostPath>(
  client: QueryClient,
  path: P,
  touches: readonly string[],
): MutationOptions<Answer<P, "post">, Problem, Telling<P>> {
  return {
    mutationFn: (telling) => post(path, telling),
    onSettled: () => stale(client, [groupOf(path), ...touches]),
  };
}

/** Goes on after a change, whether what began it is still on the page or not. */
export function follow<A>(sent: Promise<A>, then: Then<A> = {}): void {
  // Nobody need answer for a refusal here: `error` of the change tells it, too.
  sent.then(then.onSuccess, then.onError ?? (() => undefined));
}

/** Calls groups of answers stale: those on the screen are looked up anew. */
export async function stale(client: QueryClient, groups: readonly string[]): Promise<void> {
  await Promise.all(
    [...new Set(groups)].map((one) => client.invalidateQueries({ queryKey: [one] })),
  );
}

/** Whether trying again may help. */
export function worthRetrying(failures: number, error: unknown): boolean {
  return !isRefusal(error) && failures < 2;
}

/** Whether the service answers the same however often it is asked; 429 is "later". */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof Problem) || error.status === 429) return false;
  return error.status >= 400 && error.status < 500;
}
