// What became of every dated step, and what colleagues had to do meanwhile.
import { Tag } from "antd";
import { wallTime } from "@/parts/time";
import { useWords } from "./rehearsalWords";
import { Verdict } from "./Transcript";
import type { Rehearsal } from "./transcript";
import { useWords as usePlanWords } from "./words";

const COLOURS: Record<string, string> = {
  done: "success",
  failed: "error",
  held: "warning",
  skipped: "default",
};
const STATES = ["planned", "queued", "done", "skipped", "failed", "held"] as const;

export function Outcomes({
  rehearsal,
  seeStep,
}: {
  rehearsal: Rehearsal;
  seeStep: (step: string) => void;
}) {
  const { t } = useWords();
  const { t: plan } = usePlanWords();
  const { steps, work, zone } = rehearsal;
  const stateOf = (state: string) => STATES.find((one) => one === state) ?? "planned";
  return (
    <>
      <ul className="gk-outcomes">
        {steps.map((one) => (
          <li key={one.occurrence}>
            <time dateTime={one.due}>{wallTime(one.due, zone).slice(5)}</time>
            <button type="button" onClick={() => seeStep(one.step)}>
              {one.title || one.step}
            </button>
            <Tag color={COLOURS[one.state] ?? "default"}>{t(`state_${stateOf(one.state)}`)}</Tag>
            {one.verdict && <Verdict verdict={one.verdict} why={one.why} />}
            {one.person && <span>{plan("unit_task", { person: one.person })}</span>}
            {one.outcome && <span className="gk-quiet">{one.outcome}</span>}
          </li>
        ))}
      </ul>
      {work.length > 0 && <h3>{t("work")}</h3>}
      <ul className="gk-outcomes">
        {work.map((one) => (
          <li key={`${one.staff} ${one.given} ${one.title}`}>
            <time dateTime={one.given}>{wallTime(one.given, zone).slice(5)}</time>
            <bdi>{one.staff}</bdi> {one.title}
          </li>
        ))}
      </ul>
    </>
  );
}
