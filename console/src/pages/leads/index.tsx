// The board of leads: from "somebody asked" to "they bought", or not, and why.
import { Grid, Segmented } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useGet } from "@/api/queries";
import { Page } from "@/parts/Page";
import { ProblemNote } from "@/parts/ProblemNote";
import { useAllRooms } from "@/parts/useAllRooms";
import { useCan } from "@/session/useMe";
import { asksWhy, type Lead, type Move, STAGES, type Stage } from "./board";
import { Column } from "./Column";
import { type Asking, Dialogs } from "./Dialogs";
import { Filters } from "./Filters";
import { LeadDrawer } from "./LeadDrawer";
import { useFilters } from "./useFilters";
import { useWork } from "./useWork";
import { useWords } from "./words";
import "./leads.css";

export default function Leads() {
  const { t } = useWords();
  const desk = Grid.useBreakpoint().md ?? innerWidth >= 768;
  const filters = useFilters();
  const { which, hrefOf } = filters;
  const found = useGet("/api/v1/leads/board", { query: which }, { keep: true });
  const board = found.data;
  const may = useMayWork();
  const work = useWork();
  const [asking, setAsking] = useState<Asking | null>(null);
  const [dragged, drag] = useState<Lead | null>(null);
  const [stage, setStage] = useState<Stage>("open");
  const go = useNavigate();
  const move = (lead: Lead, chosen: Move) => {
    if (chosen === "assign" || asksWhy(chosen)) setAsking({ lead, move: chosen });
    else void work.act({ move: chosen, lead });
  };
  const count = (one: Stage) => board?.counts[one];
  return (
    <Page title={t("title")} extra={desk && <span className="gk-quiet">{t("looseHint")}</span>}>
      <Filters filters={filters} board={board} />
      {!desk && (
        <Segmented
          block
          className="ld-stages"
          value={stage}
          onChange={setStage}
          options={STAGES.map((one) => ({ value: one, label: `${t(one)} ${count(one) ?? ""}` }))}
        />
      )}
      <ProblemNote error={found.error} retry={() => void found.refetch()} />
      <div className="ld-board">
        {(desk ? STAGES : [stage]).map((one) => (
          <Column
            key={one}
            stage={one}
            count={count(one)}
            {...{ which, may, hrefOf, dragged, drag, move }}
          />
        ))}
      </div>
      <LeadDrawer id={filters.lead} {...{ may, work, move }} close={() => go(hrefOf(null))} />
      <Dialogs
        asking={asking}
        work={work}
        owners={board?.owners ?? []}
        close={() => setAsking(null)}
      />
    </Page>
  );
}

/** Whether one may work on a lead: by the rights in its room. */
function useMayWork(): (lead: Lead) => boolean {
  const can = useCan();
  const rooms = useAllRooms();
  return (lead) => can("sell", rooms.find((one) => one.id === lead.room) ?? {});
}
