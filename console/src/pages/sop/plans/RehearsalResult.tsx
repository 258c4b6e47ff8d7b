// What came of a rehearsal: what one should know first, then every word that was said.
import { Button, Tag } from "antd";
import { useState } from "react";
import { useGet } from "@/api/queries";
import { Loading } from "@/parts/Loading";
import { ProblemNote } from "@/parts/ProblemNote";
import { wallTime } from "@/parts/time";
import { Outcomes } from "./Outcomes";
import { useWords } from "./rehearsalWords";
import { Transcript } from "./Transcript";
import { graveFirst, type Rehearsal } from "./transcript";
import { useWords as usePlanWords } from "./words";

const SHOWN = 8; // findings, before one asks for all
const COLOURS: Record<string, string> = { error: "error", warning: "warning", note: "default" };

export function RehearsalResult({
  job,
  title,
  seeStep,
}: {
  job: string;
  title: string; // of the plan
  seeStep: (step: string) => void;
}) {
  const { t } = useWords();
  const found = useGet(
    "/api/v1/rehearsals/{job}",
    { path: { job } },
    { staleTime: Number.POSITIVE_INFINITY },
  );
  const result = found.data;
  if (!result) return found.error ? <ProblemNote error={found.error} /> : <Loading />;
  return (
    <>
      <p>
        <strong>{t("rehearsed", headOf(result, title))}</strong>{" "}
        <span className="gk-quiet">
          {result.rates.days > 0 ? t("fromDays", { count: result.rates.days }) : t("assumed")}
        </span>
      </p>
      <Findings findings={result.findings} zone={result.zone} seeStep={seeStep} />
      <div className="gk-result">
        <section>
          <h2>{t("transcript")}</h2>
          <Transcript rehearsal={result} seeStep={seeStep} />
        </section>
        <section>
          <h2>{t("calendar")}</h2>
          <Outcomes rehearsal={result} seeStep={seeStep} />
        </section>
      </div>
    </>
  );
}

function headOf(result: Rehearsal, title: string) {
  return {
    plan: title || result.plan,
    room: result.room.name,
    members: result.room.members,
    since: wallTime(result.since, result.zone),
    until: wallTime(result.until, result.zone),
  };
}

function Findings({
  findings,
  zone,
  seeStep,
}: {
  findings: Rehearsal["findings"];
  zone: string;
  seeStep: (step: string) => void;
}) {
  const { t } = useWords();
  const { t: plan } = usePlanWords();
  const [most, setMost] = useState(SHOWN);
  return (
    <section>
      <h2>{t("findings")}</h2>
      {findings.length === 0 && <p>{t("noFindings")}</p>}
      <ul className="gk-mistakes">
        {graveFirst(findings)
          .slice(0, most)
          .map((one, number) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a finding may be told twice, of two days
            <li key={number}>
              <Tag color={COLOURS[one.weight] ?? "default"}>{weightOf(one.weight)}</Tag>
              {one.step && (
                <button type="button" onClick={() => seeStep(one.step)}>
                  {one.step}
                </button>
              )}
              {one.at && <time dateTime={one.at}>{wallTime(one.at, zone)}</time>}
              <span>{one.text}</span>
            </li>
          ))}
      </ul>
      {findings.length > most && (
        <Button size="small" onClick={() => setMost(findings.length)}>
          {plan("moreLines", { count: findings.length - most })}
        </Button>
      )}
    </section>
  );

  function weightOf(weight: string): string {
    return t(
      weight === "error" ? "weight_error" : weight === "warning" ? "weight_warning" : "weight_note",
    );
  }
}
