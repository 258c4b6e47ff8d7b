// The next part of a list, loaded by itself.
import { useEffect } from "react";

/** What a list of `useList` says of how it goes on. */
export interface Listed {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  fetchNextPage: () => unknown;
}

/** Whether the next part may be asked for unasked: after a failure somebody has to say so. */
export function goesOn(list: Listed): boolean {
  return list.hasNextPage && !list.isFetchingNextPage && !list.isFetchNextPageError;
}

/** Loads the next part for as long as its place is near. */
export function useMore(list: Listed, near: boolean): void {
  const { fetchNextPage } = list;
  const now = near && goesOn(list);
  useEffect(() => {
    if (now) fetchNextPage();
  }, [now, fetchNextPage]);
}
