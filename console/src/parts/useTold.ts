import { Problem } from "@/api/problem";
import { useWords } from "./words";

/** What went wrong: in the API's words, in ours where the service was not reached at all. */
export function told(error: unknown, ours: { unreachable: string; failed: string }): string {
  if (!(error instanceof Problem)) return ours.failed;
  return error.status === 0 ? ours.unreachable : error.detail;
}

/** The same in the reader's language. */
export function useTold(): (error: unknown) => string {
  const { t } = useWords();
  return (error) => told(error, { unreachable: t("unreachable"), failed: t("failed") });
}
