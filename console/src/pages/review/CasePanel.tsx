// One case with everything that a decision looks at.

import { type InputRef, Tag } from "antd";
import type { RefObject } from "react";
import type { Of } from "@/api/types";
import { Time } from "@/parts/Time";
import { useTitled } from "@/parts/useTitled";
import { Context } from "./Context";
import { Copies } from "./Copies";
import { Decide, Follows } from "./Decide";
import { Parties } from "./Parties";
import { Past } from "./Past";
import { type Decision, percent, type Word } from "./queue";
import { Reasons } from "./Reasons";
import { StateTag } from "./StateTag";
import { useWords } from "./words";

interface Shown {
  whole: Of<"CaseWhole">;
  may: boolean;
  wide: boolean;
  widen: () => void;
  note: string;
  write: (note: string) => void;
  field: RefObject<InputRef | null>;
  say: (word: Word) => void;
  alone: (message: number, decision: Decision) => void;
}

export function CasePanel(shown: Shown) {
  const { whole, may, wide, widen, note, write, field, say, alone } = shown;
  const { t } = useWords();
  const evidence = whole.reasons.flatMap((one) => one.evidence);
  const decidable = "advert" in whole.outlook;
  return (
    <article className="rv-case" aria-label={`#${whole.id}`}>
      <Head whole={whole} />
      {whole.planned.length > 0 && (
        <section aria-label={t("planned")} className="rv-planned">
          <h2>{t("planned")}</h2>
          <ul>
            {whole.planned.map((one) => (
              <li key={one}>
                <bdi>{one}</bdi>
              </li>
            ))}
          </ul>
        </section>
      )}
      {may && <Decide whole={whole} say={say} note={note} write={write} field={field} />}
      {may && <Follows whole={whole} />}
      <div className="rv-columns">
        <Context whole={whole} evidence={evidence} wide={wide} widen={widen} />
        <div>
          <Reasons whole={whole} />
          <Parties whole={whole} />
        </div>
      </div>
      {whole.said.length > 1 && (
        <Copies said={whole.said} evidence={evidence} alone={may && decidable ? alone : null} />
      )}
      <Past whole={whole} />
    </article>
  );
}

function Head({ whole }: { whole: Of<"CaseWhole"> }) {
  const { t } = useWords();
  const titled = useTitled();
  const { messages, people, rooms } = whole;
  return (
    <header className="rv-head">
      <StateTag state={whole.state} />
      <Tag color={whole.kind === "report" ? "processing" : "default"}>
        {whole.kind === "report" ? t("report") : t("advert")}
      </Tag>
      <Tag>{t("sure", { percent: percent(whole.score) })}</Tag>
      {messages > 1 && <span>{t("sizes", { messages, people, rooms })}</span>}
      {whole.decided_by && whole.state !== "open" && (
        <span>
          {t("decidedBy", { name: titled(whole.decided_by) })}{" "}
          {whole.decided && <Time at={whole.decided} />}
          {whole.note && <bdi className="gk-quiet"> {whole.note}</bdi>}
        </span>
      )}
      <span className="gk-quiet rv-number">{`#${whole.id}`}</span>
    </header>
  );
}
