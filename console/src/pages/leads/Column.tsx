// One stage of the board. A card that is dragged may be dropped where that means something.
import { useState } from "react";
import { itemsOf, useList } from "@/api/queries";
import { Empty } from "@/parts/Empty";
import { Loading } from "@/parts/Loading";
import { LoadMore } from "@/parts/LoadMore";
import { ProblemNote } from "@/parts/ProblemNote";
import { useLeadTitle } from "@/parts/useLeadTitle";
import { type Lead, type Move, moveTo, type Stage } from "./board";
import { Card } from "./Card";
import type { Which } from "./useFilters";
import { useWords } from "./words";

interface Shown {
  stage: Stage;
  which: Which;
  count: number | undefined;
  may: (lead: Lead) => boolean;
  hrefOf: (lead: number) => string;
  dragged: Lead | null;
  drag: (lead: Lead | null) => void;
  move: (lead: Lead, move: Move) => void;
}

export function Column(shown: Shown) {
  const { stage, which, count, may, hrefOf, dragged, drag, move } = shown;
  const { t } = useWords();
  const title = useLeadTitle();
  const [over, setOver] = useState(false);
  const list = useList(
    "/api/v1/leads",
    { query: { ...which, state: stage, limit: 30 } },
    { keep: true },
  );
  const leads = itemsOf(list);
  const meant = dragged && moveTo(dragged, stage);
  return (
    <section
      className="ld-column"
      aria-label={t(stage)}
      data-target={meant ? (over ? "over" : "possible") : undefined}
      onDragOver={(event) => {
        if (!meant) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (dragged && meant) move(dragged, meant);
        drag(null);
      }}
    >
      <h2>
        {t(stage)} <span className="gk-quiet">{count ?? ""}</span>
      </h2>
      <ProblemNote error={list.error} retry={() => void list.refetch()} />
      {list.isPending && <Loading />}
      {!list.isPending && leads.length === 0 && !list.error && (
        <Empty hint={t("empty")}>
          {stage === "open" && <p className="gk-quiet">{t("emptyHint")}</p>}
        </Empty>
      )}
      <ol className="ld-cards">
        {leads.map((lead) => (
          <Card
            key={lead.id}
            lead={lead}
            title={title(lead.category)}
            may={may(lead)}
            href={hrefOf(lead.id)}
            move={move}
            drag={drag}
          />
        ))}
      </ol>
      <LoadMore list={list} />
    </section>
  );
}
