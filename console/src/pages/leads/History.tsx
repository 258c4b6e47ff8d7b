// What was done with a lead, with the notes.

import { itemsOf, useList } from "@/api/queries";
import type { Of } from "@/api/types";
import { Loading } from "@/parts/Loading";
import { LoadMore } from "@/parts/LoadMore";
import { ProblemNote } from "@/parts/ProblemNote";
import { Time } from "@/parts/Time";
import { useTitled } from "@/parts/useTitled";
import { useWords } from "./words";

export function History({ id }: { id: number }) {
  const { t } = useWords();
  const titled = useTitled();
  const found = useList("/api/v1/leads/{id}/history", { path: { id } });
  const acts = itemsOf(found);
  const said = useActs();
  return (
    <section aria-label={t("history")}>
      <h2>{t("history")}</h2>
      <ProblemNote error={found.error} retry={() => void found.refetch()} />
      {found.isPending && <Loading />}
      {found.isSuccess && acts.length === 0 && <p className="gk-quiet">{t("noHistory")}</p>}
      <ol className="ld-history">
        {acts.map((one) => (
          <li key={one.id}>
            <Time at={one.at} /> <strong>{titled(one.author)}</strong> {said(one)}
            {one.reason && <bdi className="ld-reason">{one.reason}</bdi>}
          </li>
        ))}
      </ol>
      <LoadMore list={found} />
    </section>
  );
}

/** What was done, in words. */
function useActs(): (act: Of<"Audit">) => string {
  const { t } = useWords();
  const names: Record<string, string> = {
    "lead.open": t("actOpen"),
    "lead.claimed": t("actClaimed"),
    "lead.won": t("actWon"),
    "lead.lost": t("actLost"),
    "lead.noted": t("actNoted"),
  };
  return ({ action, details }) =>
    action === "lead.assigned"
      ? t("actAssigned", { to: String(details?.to ?? "") })
      : (names[action] ?? action);
}
