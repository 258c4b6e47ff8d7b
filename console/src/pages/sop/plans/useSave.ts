// Saving a text, held against the version of the file that was opened.
import { useCallback } from "react";
import { usePost } from "@/api/queries";
import type { Of } from "@/api/types";
import type { Draft } from "./useDraft";

/** `run` gives what came of it, and throws the API's problem. */
export function useSave(name: string, draft: Draft) {
  const post = usePost("/api/v1/plan-files/{name}/save", ["plans", "runs", "steps", "calendar"]);
  const { text, settle } = draft;
  const { mutateAsync } = post;
  const run = useCallback(
    async (expected: string, reason = ""): Promise<Of<"PlanSaved">> => {
      const done = await mutateAsync({ path: { name }, body: { text, expected, reason } });
      settle(done.version, text);
      return done;
    },
    [mutateAsync, name, text, settle],
  );
  return { run, busy: post.isPending, error: post.error };
}
