// Alerts: who waits to be told what, who has taken it on, and how it was brought to whom.
import { Button, Flex, Segmented, Select } from "antd";
import { useSearchParams } from "react-router";
import { itemsOf, useGet, useList } from "@/api/queries";
import { KINDS, useKindWords } from "@/pages/acts/kinds";
import { Empty } from "@/parts/Empty";
import { Loading } from "@/parts/Loading";
import { LoadMore } from "@/parts/LoadMore";
import { Page } from "@/parts/Page";
import { ProblemNote } from "@/parts/ProblemNote";
import { AlertCard } from "./AlertCard";
import { addressOf, type Look, lookOf, queryOf, readLook, SEVERITIES, STATES } from "./logic";
import { useWords } from "./words";
import "@/pages/acts/acts.css";

export default function Alerts() {
  const { t } = useWords();
  const [asked, ask] = useSearchParams();
  const look = lookOf(asked);
  const change = (more: Partial<Look>) => ask(addressOf({ ...look, ...more }), { replace: true });
  return (
    <Page title={t("title")}>
      {look.id === null ? (
        <Flex vertical gap={16} className="gk-reading">
          <Filters look={look} change={change} />
          <List look={look} />
        </Flex>
      ) : (
        <Flex vertical gap={16} className="gk-reading">
          <One id={look.id} />
          <div>
            <Button onClick={() => change({ id: null, state: "all" })}>{t("back")}</Button>
          </div>
        </Flex>
      )}
    </Page>
  );
}

function Filters({ look, change }: { look: Look; change: (more: Partial<Look>) => void }) {
  const { t } = useWords();
  const { t: name } = useKindWords();
  const states = STATES.map((value) => ({
    value,
    label: t(value === "all" ? "everything" : value),
  }));
  return (
    <Flex gap={8} wrap>
      <Segmented
        aria-label={t("state")}
        options={states}
        value={look.state}
        onChange={(state) => change({ state })}
      />
      <Select
        aria-label={t("severity")}
        className="gk-pick"
        value={look.severity ?? ""}
        onChange={(severity) => change({ severity: readLook({ severity }).severity })}
        options={[
          { value: "", label: t("anySeverity") },
          ...SEVERITIES.map((value) => ({ value, label: t(value) })),
        ]}
      />
      <Select
        aria-label={t("kind")}
        className="gk-pick"
        value={look.kind ?? ""}
        onChange={(kind) => change({ kind: readLook({ kind }).kind })}
        options={[
          { value: "", label: t("anyKind") },
          ...KINDS.map((value) => ({ value, label: name(value) })),
        ]}
      />
    </Flex>
  );
}

function List({ look }: { look: Look }) {
  const { t } = useWords();
  const found = useList("/api/v1/alerts", { query: queryOf(look) }, { keep: true });
  const alerts = itemsOf(found);
  if (found.isPending) return <Loading />;
  const hint = look.state === "open" && !look.kind && !look.severity ? "nothingOpen" : "nothing";
  return (
    <>
      <ProblemNote error={found.error} retry={() => void found.refetch()} />
      {alerts.length === 0 && !found.error && <Empty hint={t(hint)} />}
      <ul className="gk-items">
        {alerts.map((one) => (
          <AlertCard key={one.id} alert={one} />
        ))}
      </ul>
      <LoadMore list={found} />
    </>
  );
}

function One({ id }: { id: number }) {
  const found = useGet("/api/v1/alerts/{id}", { path: { id } });
  if (found.isPending) return <Loading />;
  return (
    <>
      <ProblemNote error={found.error} retry={() => void found.refetch()} />
      {found.data && (
        <ul className="gk-items">
          <AlertCard alert={found.data} opened />
        </ul>
      )}
    </>
  );
}
