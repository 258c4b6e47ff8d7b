import { InfiniteQueryObserver, QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { goesOn } from "./useMore";

test("a list whose next part failed is not asked for it over and over", async () => {
  let asked = 0;
  const list = new InfiniteQueryObserver(new QueryClient(), {
    queryKey: ["rooms"],
    queryFn: async ({ pageParam }) => {
      asked += 1;
      if (pageParam === 2) throw new Error("the service is away");
      return { next: 2 };
    },
    initialPageParam: 1,
    getNextPageParam: ({ next }) => next,
    retry: false,
  });
  // Asks as the page does: whenever the list has changed and may go on.
  const leave = list.subscribe((now) => {
    if (goesOn(now)) void now.fetchNextPage();
  });
  await expect.poll(() => list.getCurrentResult().isFetchNextPageError).toBe(true);
  await new Promise((then) => setTimeout(then, 30));

  expect(asked).toBe(2);
  leave();
});
