// Server data by TanStack Query. A key is [group, path, asking]; the group is the first word of the
// path ("alerts"), so that the live stream and changes can call a whole group stale.
import {
  type InfiniteData,
  type QueryClient,
  type UseInfiniteQueryResult,
  type UseMutationResult,
  type UseQueryResult,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
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

interface Choices {
  enabled?: boolean;
  refetchInterval?: number | false; // milliseconds
  staleTime?: number; // milliseconds
  keep?: boolean; // show what was found before while something else is looked up
}

/** What one GET answers. */
export function useGet<P extends GetPath>(
  path: P,
  asking: Asking<P>,
  choices: Choices = {},
): UseQueryResult<Answer<P, "get">, Problem> {
  const { keep, ...rest } = choices;
  return useQuery<Answer<P, "get">, Problem>({
    queryKey: keyOf(path, asking),
    queryFn: ({ signal }) => get(path, asking, signal),
    ...(keep ? { placeholderData: (before: unknown) => before as never } : {}),
    ...rest,
  });
}

/** A list by its parts; `itemsOf` makes one list of them, `fetchNextPage` leads on. */
export function useList<P extends ListPath>(
  path: P,
  asking: Asking<P>,
  choices: Choices = {},
): UseInfiniteQueryResult<InfiniteData<Part<P>>, Problem> {
  const { keep, ...rest } = choices;
  return useInfiniteQuery<Part<P>, Problem, InfiniteData<Part<P>>, readonly unknown[], string>({
    queryKey: [...keyOf(path, asking), "parts"],
    queryFn: async ({ pageParam, signal }) => {
      const query = {
        ...(asking.query as object | undefined),
        ...(pageParam ? { after: pageParam } : {}),
      };
      const part = await get(path, { ...asking, query } as Asking<P>, signal);
      return part as unknown as Part<P>;
    },
    initialPageParam: "",
    getNextPageParam: (last) => (last as AnyPart).next ?? undefined,
    ...(keep ? { placeholderData: (before: unknown) => before as never } : {}),
    ...rest,
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

/**
 * A change. What was looked up of its own group and of `touches` is stale afterwards, also when it
 * was refused: somebody else may have been quicker.
 */
export function usePost<P extends PostPath>(
  path: P,
  touches: readonly string[] = [],
): UseMutationResult<Answer<P, "post">, Problem, Telling<P>> {
  const client = useQueryClient();
  return useMutation<Answer<P, "post">, Problem, Telling<P>>({
    mutationFn: (telling) => post(path, telling),
    onSettled: () => stale(client, [groupOf(path), ...touches]),
  });
}

/** Calls groups of answers stale: those on the screen are looked up anew. */
export async function stale(client: QueryClient, groups: readonly string[]): Promise<void> {
  await Promise.all(
    [...new Set(groups)].map((one) => client.invalidateQueries({ queryKey: [one] })),
  );
}

/** Whether trying again may help. */
export function worthRetrying(failures: number, error: unknown): boolean {
  const hopeless = error instanceof Problem && error.status >= 400 && error.status < 500;
  return !hopeless && failures < 2;
}
