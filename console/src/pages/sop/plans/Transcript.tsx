// The talk of a rehearsal as a chat, by days of the room's own clock.
import { Button, Checkbox, Tag } from "antd";
import { useMemo, useState } from "react";
import { useWords } from "./rehearsalWords";
import { daysOf, isTalk, linesOf, type Rehearsal, type Shown } from "./transcript";
import { useWords as usePlanWords } from "./words";

const SHOWN = 200; // lines at a time

interface Given {
  rehearsal: Rehearsal;
  seeStep: (step: string) => void;
}

export function Transcript({ rehearsal, seeStep }: Given) {
  const { t } = useWords();
  const { t: plan } = usePlanWords();
  const [talk, setTalk] = useState(false);
  const [most, setMost] = useState(SHOWN);
  const members = useMemo(() => rehearsal.lines.filter(isTalk).length, [rehearsal]);
  const all = useMemo(() => linesOf(rehearsal, talk).length, [rehearsal, talk]);
  const days = useMemo(() => daysOf(rehearsal, talk, most), [rehearsal, talk, most]);
  return (
    <div className="gk-transcript">
      {members > 0 && (
        <Checkbox checked={talk} onChange={(event) => setTalk(event.target.checked)}>
          {t("showMembers", { count: members })}
        </Checkbox>
      )}
      {days.map((day) => (
        <div key={day.date} className="gk-day">
          <h3>{day.date}</h3>
          {day.lines.map((one, number) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two people may say the same at one moment
            <Bubble key={number} shown={one} seeStep={seeStep} />
          ))}
        </div>
      ))}
      {all > most && (
        <Button onClick={() => setMost(most + SHOWN)}>
          {plan("moreLines", { count: Math.min(SHOWN, all - most) })}
        </Button>
      )}
    </div>
  );
}

function Bubble({ shown, seeStep }: { shown: Shown; seeStep: (step: string) => void }) {
  const { line, kind } = shown;
  return (
    <div className={`gk-heard gk-heard-${kind}`}>
      <Head shown={shown} seeStep={seeStep} />
      {line.text && <p>{line.text}</p>}
      {line.media && <p className="gk-quiet">[{line.media}]</p>}
      <Reaction step={shown.step} />
    </div>
  );
}

function Head({ shown, seeStep }: { shown: Shown; seeStep: (step: string) => void }) {
  const { t } = useWords();
  const { line, time, planB, kind } = shown;
  return (
    <div className="gk-heard-head">
      <time dateTime={line.at}>{time}</time> <bdi>{line.who}</bdi>
      {kind === "joined" && <span>{t("joined")}</span>}
      {kind === "person" && <Tag>{t("task")}</Tag>}
      {kind === "beside" && <Tag>{line.plan}</Tag>}
      {planB && <Tag color="warning">{t("planB")}</Tag>}
      {line.step && kind !== "beside" && (
        <button type="button" onClick={() => seeStep(line.step)}>
          {line.step}
        </button>
      )}
    </div>
  );
}

function Reaction({ step }: { step: Shown["step"] }) {
  const { t } = useWords();
  if (!step || (step.answers === 0 && !step.verdict)) return null;
  return (
    <div className="gk-quiet gk-heard-foot">
      {t("reacted", { speakers: step.speakers, answers: step.answers })}
      {step.verdict && <Verdict verdict={step.verdict} why={step.why} />}
    </div>
  );
}

/** Whether the room reacted as was expected. */
export function Verdict({ verdict, why }: { verdict: string; why: string }) {
  const { t } = useWords();
  const word = verdict === "met" ? "met" : verdict === "missed" ? "missed" : "waiting";
  const colour = { met: "success", missed: "warning", waiting: "default" }[word];
  return (
    <Tag color={colour} title={why}>
      {t(word)}
    </Tag>
  );
}
