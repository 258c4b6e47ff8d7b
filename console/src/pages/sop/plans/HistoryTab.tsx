// Every text of the plan that counted, with who brought it in and why; an earlier one can come back.

import { App, Button, Tag } from "antd";
import { lazy, Suspense, useState } from "react";
import { itemsOf, useGet, useList, usePost } from "@/api/queries";
import type { Of } from "@/api/types";
import { Loading } from "@/parts/Loading";
import { LoadMore } from "@/parts/LoadMore";
import { ProblemNote } from "@/parts/ProblemNote";
import { ReasonDialog } from "@/parts/ReasonDialog";
import { Time } from "@/parts/Time";
import { useTitled } from "@/parts/useTitled";
import type { Desk } from "./PlanDesk";
import { NOBODY } from "./who";
import { useWords } from "./words";

const CompareText = lazy(() => import("./CompareText"));
const SHORT = 8; // characters of a version that are shown

export function HistoryTab({ name, file, draft, may }: Desk) {
  const { t } = useWords();
  const { message } = App.useApp();
  const found = useList("/api/v1/plans/{name}/history", { path: { name }, query: { limit: 50 } });
  const [compared, setCompared] = useState<string | null>(null);
  const [back, setBack] = useState<string | null>(null);
  const roll = usePost("/api/v1/plans/{name}/rollback", [
    "plan-files",
    "runs",
    "steps",
    "calendar",
  ]);
  const counts = file?.stands.counts ?? "";
  const editions = itemsOf(found);
  const bring = async (reason: string) => {
    if (!back) return;
    const body = { version: back, expected: counts, reason };
    await roll.mutateAsync({ path: { name }, body }).then(
      () => {
        setBack(null);
        void message.success(t("rolledBack"));
      },
      () => undefined, // the dialog shows what the API said
    );
  };
  return (
    <>
      <ProblemNote error={found.error} retry={() => void found.refetch()} />
      {found.isPending && <Loading />}
      <ul className="gk-history">
        {editions.map((one) => (
          <li key={one.id}>
            <Edition edition={one} current={one.version === counts && one === editions[0]} />
            <span className="gk-plan-acts">
              <Button
                size="small"
                onClick={() => setCompared(compared === one.version ? null : one.version)}
              >
                {t("compare")}
              </Button>
              {may && one.version !== counts && (
                <Button size="small" onClick={() => setBack(one.version)}>
                  {t("rollBack")}
                </Button>
              )}
            </span>
            {compared === one.version && (
              <Compared name={name} version={one.version} text={draft.text} />
            )}
          </li>
        ))}
      </ul>
      <LoadMore list={found} />
      <ReasonDialog
        open={back !== null}
        title={t("rollBackAsk", { version: (back ?? "").slice(0, SHORT) })}
        action={t("rollBack")}
        busy={roll.isPending}
        error={roll.error}
        act={(reason) => void bring(reason)}
        close={() => setBack(null)}
      >
        <p>{t("applyHint")}</p>
      </ReasonDialog>
    </>
  );
}

function Edition({ edition, current }: { edition: Of<"PlanEdition">; current: boolean }) {
  const { t } = useWords();
  const titled = useTitled();
  return (
    <div className="gk-edition">
      <code>{edition.version.slice(0, SHORT)}</code>
      <Time at={edition.at} />
      <span>{t(`how_${edition.how}`)}</span>
      {edition.author !== NOBODY && <bdi>{titled(edition.author)}</bdi>}
      {current && <Tag color="success">{t("current")}</Tag>}
      {edition.rooms > 0 && <Tag>{t("byRooms", { count: edition.rooms })}</Tag>}
      {edition.reason && <p>{edition.reason}</p>}
    </div>
  );
}

function Compared({ name, version, text }: { name: string; version: string; text: string }) {
  const { t } = useWords();
  const found = useGet("/api/v1/plans/{name}/versions/{version}", { path: { name, version } });
  if (!found.data) return found.error ? <ProblemNote error={found.error} /> : <Loading />;
  return (
    <Suspense fallback={<Loading />}>
      <CompareText label={t("compare")} before={found.data.source} after={text} />
    </Suspense>
  );
}
