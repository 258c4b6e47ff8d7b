// One plan at work: every step by the rooms it runs in.

import { Alert, Button, Checkbox, Flex } from "antd";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { useGet } from "@/api/queries";
import { Empty } from "@/parts/Empty";
import { isGone } from "@/parts/gone";
import { Loading } from "@/parts/Loading";
import { NotThere } from "@/parts/NotThere";
import { Page } from "@/parts/Page";
import { ProblemNote } from "@/parts/ProblemNote";
import { StandingCounts } from "@/parts/Standing";
import { countsOf } from "@/parts/standings";
import { useMore } from "@/parts/useMore";
import { useCan } from "@/session/useMe";
import { CellDrawer, type Opened } from "./CellDrawer";
import { GridTable } from "./GridTable";
import { RunDialog, type Verb } from "./RunDialog";
import "./runs.css";
import { useGrid } from "./useGrid";
import { useWords } from "./words";

const VERBS: readonly Verb[] = ["pause", "resume", "stop"];

export default function PlanRuns() {
  const { plan = "" } = useParams();
  const { t } = useWords();
  const can = useCan();
  const [ended, setEnded] = useState(false);
  const [troubled, setTroubled] = useState(false);
  const [opened, open] = useState<Opened | null>(null);
  const [verb, ask] = useState<Verb | null>(null);
  const [told, tell] = useState("");
  const { found, grid } = useGrid(plan, ended, troubled);
  useMore(found, troubled && grid.columns.length === 0); // until there is trouble, or no room more
  const about = useGet("/api/v1/plan-files/{name}", { path: { name: plan } });
  const title = about.data?.stands.title || plan;
  const counted = useGet("/api/v1/plans/{name}/grid/counts", {
    path: { name: plan },
    query: { live: !ended },
  });
  if (!found.data && isGone(found.error)) return <NotThere what="run" whole />;
  return (
    <Page
      title={title}
      extra={
        <Flex gap={8} wrap>
          {can("plan") &&
            VERBS.map((one) => (
              <Button key={one} danger={one === "stop"} onClick={() => ask(one)}>
                {t(one)}
              </Button>
            ))}
        </Flex>
      }
    >
      <div className="gk-bar">
        <Link to="/sop/runs">{t("back")}</Link>
        <Link to={`/sop/calendar?plan=${encodeURIComponent(plan)}`}>{t("calendar")}</Link>
        <Checkbox checked={ended} onChange={(event) => setEnded(event.target.checked)}>
          {t("ended")}
        </Checkbox>
        <Checkbox checked={troubled} onChange={(event) => setTroubled(event.target.checked)}>
          {t("trouble")}
        </Checkbox>
        <span className="gk-quiet">{t("loaded", { count: grid.columns.length })}</span>
      </div>
      <div className="gk-bar">
        {counted.data && counted.data.total > 0 && (
          <>
            <span className="gk-quiet">{t("inAll")}</span>
            <StandingCounts counts={countsOf({ ...counted.data, rooms: counted.data.total })} />
          </>
        )}
        <ProblemNote error={counted.error} retry={() => void counted.refetch()} />
      </div>
      {told && <Alert type="info" showIcon closable={{ onClose: () => tell("") }} title={told} />}
      <ProblemNote error={found.error} retry={() => void found.refetch()} />
      {grid.columns.length === 0 && <NoColumns found={found} troubled={troubled} />}
      {grid.columns.length > 0 && <GridTable grid={grid} list={found} open={open} />}
      <CellDrawer plan={plan} opened={opened} close={() => open(null)} tell={tell} />
      <RunDialog plan={plan} title={title} verb={verb} close={() => ask(null)} tell={tell} />
    </Page>
  );
}

/** While rooms are still looked through; where none is left, why nothing is here. */
function NoColumns({
  found,
  troubled,
}: {
  found: ReturnType<typeof useGrid>["found"];
  troubled: boolean;
}) {
  const { t } = useWords();
  if (found.isPending || found.hasNextPage) return <Loading />;
  return found.isSuccess ? <Empty hint={troubled ? t("noTrouble") : t("noRooms")} /> : null;
}
