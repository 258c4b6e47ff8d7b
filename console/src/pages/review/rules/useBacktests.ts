// Back-tests that were asked for: started, followed, given up.
import { useEffect, useState } from "react";
import { itemsOf, useList, usePost } from "@/api/queries";
import type { Of } from "@/api/types";

export type Job = Of<"Job">;

const POLL = 700; // ms between two looks while one is at work

export function isLive(job: Job): boolean {
  return job.state === "waiting" || job.state === "running";
}

export function useBacktests() {
  const [busy, setBusy] = useState(false);
  const list = useList(
    "/api/v1/jobs",
    { query: { limit: 50 } },
    { refetchInterval: busy ? POLL : false },
  );
  const start = usePost("/api/v1/check/backtest", ["jobs"]);
  const cancel = usePost("/api/v1/jobs/{job}/cancel");
  const jobs = itemsOf(list).filter((one) => one.kind === "backtest");
  const live = jobs.some(isLive);
  useEffect(() => setBusy(live), [live]);
  return { jobs, list, start, cancel };
}
