// One lead whole: everything that speaks for it, what was done, and what can be done.

import { Button, Drawer, Input, Tag } from "antd";
import { useId, useState } from "react";
import { useGet } from "@/api/queries";
import type { Of } from "@/api/types";
import { isGone } from "@/parts/gone";
import { PersonLink, RoomLink } from "@/parts/Links";
import { Loading } from "@/parts/Loading";
import { Marked } from "@/parts/Marked";
import { NotThere } from "@/parts/NotThere";
import { ProblemNote } from "@/parts/ProblemNote";
import { Time } from "@/parts/Time";
import { useLeadTitle } from "@/parts/useLeadTitle";
import { useTitled } from "@/parts/useTitled";
import { type Lead, type Move, movesOf, stageOf } from "./board";
import { History } from "./History";
import { useMoveNames } from "./useMoveNames";
import type { Work } from "./useWork";
import { Waited } from "./Waited";
import { useWords } from "./words";

interface Shown {
  id: number | null;
  may: (lead: Lead) => boolean;
  work: Work;
  move: (lead: Lead, move: Move) => void;
  close: () => void;
}

export function LeadDrawer({ id, close, ...rest }: Shown) {
  const { t } = useWords();
  return (
    <Drawer open={id !== null} onClose={close} title={t("title")} size={520} destroyOnHidden>
      {id !== null && <Whole id={id} {...rest} />}
    </Drawer>
  );
}

function Whole({ id, may, work, move }: Omit<Shown, "id" | "close"> & { id: number }) {
  const { t } = useWords();
  const titled = useTitled();
  const title = useLeadTitle();
  const found = useGet("/api/v1/leads/{id}", { path: { id } });
  // Over what was found before, which holds the note that somebody writes.
  const problem = <ProblemNote error={found.error} retry={() => void found.refetch()} />;
  const lead = found.data;
  if (!lead && isGone(found.error)) return <NotThere what="lead" />;
  if (!lead) return found.error ? problem : <Loading />;
  return (
    <div className="ld-whole">
      {problem}
      <div className="ld-card-head">
        <PersonLink person={lead} />
        <Tag color="success">{title(lead.category)}</Tag>
        <Tag>{t(stageOf(lead))}</Tag>
        {lead.owner && <strong>{titled(lead.owner)}</strong>}
        <Waited lead={lead} />
        <span className="gk-quiet">{t("strength", { percent: Math.round(lead.score * 100) })}</span>
      </div>
      {may(lead) && <Actions lead={lead} move={move} />}
      {may(lead) && <Write lead={lead} work={work} />}
      <Evidence lead={lead} />
      <History id={id} />
    </div>
  );
}

function Actions({ lead, move }: { lead: Lead; move: Shown["move"] }) {
  const names = useMoveNames(lead);
  return (
    <div className="ld-actions">
      {movesOf(lead).map((one, at) => (
        <Button key={one} type={at === 0 ? "primary" : "default"} onClick={() => move(lead, one)}>
          {names[one]}
        </Button>
      ))}
    </div>
  );
}

function Write({ lead, work }: { lead: Lead; work: Work }) {
  const { t } = useWords();
  const [note, setNote] = useState("");
  const field = useId();
  const write = async () => {
    if ((await work.act({ move: "note", lead, note: note.trim() })) === "done") setNote("");
  };
  return (
    <div>
      <label htmlFor={field}>{t("note")}</label>
      <Input.TextArea
        id={field}
        value={note}
        onChange={(event) => setNote(event.target.value)}
        placeholder={t("noteHint")}
        rows={2}
        maxLength={2000}
      />
      <Button onClick={() => void write()} disabled={!note.trim()} loading={work.busy}>
        {t("writeNote")}
      </Button>
    </div>
  );
}

function Evidence({ lead }: { lead: Of<"LeadWithEvidence"> }) {
  const { t } = useWords();
  return (
    <section aria-label={t("evidenceTitle")}>
      <h2>{t("evidenceTitle")}</h2>
      <ol className="ld-cards">
        {lead.evidence.map((one) => (
          <li key={one.message}>
            <div className="gk-quiet ld-card-foot">
              <Time at={one.at} />
              {one.room !== null && (
                <RoomLink
                  room={{ id: one.room, name: one.room === lead.room ? lead.room_name : null }}
                  at={one.message}
                />
              )}
            </div>
            <blockquote className="ld-quote">
              <Marked text={one.text} words={one.words} />
            </blockquote>
          </li>
        ))}
      </ol>
    </section>
  );
}
