// Why a case was opened, in words; and what each detector said.
import { Progress, Tag } from "antd";
import type { Of } from "@/api/types";
import { percent, reasonsOf } from "./queue";
import { useSign } from "./useSign";
import { useWords } from "./words";

export function Reasons({ whole }: { whole: Of<"CaseWhole"> }) {
  const { t } = useWords();
  const sign = useSign();
  const reasons = reasonsOf(whole.reason);
  return (
    <section aria-label={t("why")}>
      <h2>{t("why")}</h2>
      {reasons.length === 0 && <p className="gk-quiet">{t("noReason")}</p>}
      <ul className="rv-reasons">
        {reasons.map((one) => (
          <li key={one}>
            <bdi>{one}</bdi>
          </li>
        ))}
      </ul>
      {whole.reasons.length > 0 && (
        <dl className="rv-verdicts" aria-label={t("verdicts")}>
          {whole.reasons.map((one) => (
            <div key={`${one.detector} ${one.reason}`}>
              <dt>
                <Tag>{sign(one.detector)}</Tag>
              </dt>
              <dd title={one.reason}>
                <Progress
                  percent={percent(one.score)}
                  size="small"
                  status="normal"
                  aria-label={sign(one.detector)}
                />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
