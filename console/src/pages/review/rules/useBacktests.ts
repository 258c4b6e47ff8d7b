// Back-tests that were asked for: started, followed, given up.
import { useList, usePost } from "@/api/queries";
import { type Job, lookAgain } from "@/parts/jobs";

export function useBacktests() {
  const list = useList(
    "/api/v1/jobs",
    { query: { limit: 50 } },
    { refetchInterval: (last) => lookAgain(testsIn(last?.pages)) },
  );
  const start = usePost("/api/v1/check/backtest", ["jobs"]);
  const cancel = usePost("/api/v1/jobs/{job}/cancel");
  return { jobs: testsIn(list.data?.pages), list, start, cancel };
}

function testsIn(pages: readonly { items: Job[] }[] = []): Job[] {
  return pages.flatMap((page) => page.items).filter((one) => one.kind === "backtest");
}
