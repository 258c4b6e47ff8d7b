// What was done with a case before, and who reported it.

import type { Of } from "@/api/types";
import { PersonLink } from "@/parts/Links";
import { Time } from "@/parts/Time";
import { useTitled } from "@/parts/useTitled";
import { useWords } from "./words";

const ACTS: Record<string, "actConfirmed" | "actDismissed" | "actUndone" | "actSplit"> = {
  "case.confirmed": "actConfirmed",
  "case.dismissed": "actDismissed",
  "case.undone": "actUndone",
  "case.split": "actSplit",
};

export function Past({ whole }: { whole: Of<"CaseWhole"> }) {
  const { t } = useWords();
  const titled = useTitled();
  return (
    <>
      {whole.reports.length > 0 && (
        <section aria-label={t("reports")}>
          <h2>{t("reports")}</h2>
          <ul className="rv-past">
            {whole.reports.map((one) => (
              <li key={one.id}>
                <PersonLink person={one} /> <Time at={one.at} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {whole.history.length > 0 && (
        <section aria-label={t("past")}>
          <h2>{t("past")}</h2>
          <ul className="rv-past">
            {whole.history.map((one) => (
              <li key={one.id}>
                <Time at={one.at} /> <strong>{titled(one.author)}</strong>{" "}
                {ACTS[one.action] ? t(ACTS[one.action] ?? "actSplit") : one.action}
                {one.reason && <bdi className="gk-quiet"> {one.reason}</bdi>}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
