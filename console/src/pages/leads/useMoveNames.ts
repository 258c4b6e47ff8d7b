import { type Lead, type Move, stageOf } from "./board";
import { useWords } from "./words";

/** What can be done with a lead, as buttons and menus say it. */
export function useMoveNames(lead: Pick<Lead, "state">): Record<Move, string> {
  const { t } = useWords();
  return {
    claim: t("claim"),
    assign: t("assign"),
    won: t("outcomeWon"),
    lost: t("outcomeLost"),
    release: stageOf(lead) === "claimed" ? t("release") : t("reopen"),
  };
}
