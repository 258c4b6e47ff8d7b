// Alerts: who waits to be told what, who has taken it on, and how it was brought to whom.
import { Button, Flex, Segmented, Select } from "antd";
import { useSearchParams } from "react-router";
import { useGet, useList } from "@/api/queries";
import { KINDS, useKindWords } from "@/pages/acts/kinds";
import { Listing, Single } from "@/parts/Listing";
import { Page } from "@/parts/Page";
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
  const hint = look.state === "open" && !look.kind && !look.severity ? "nothingOpen" : "nothing";
  return <Listing list={found} nothing={t(hint)} row={(one) => <AlertCard alert={one} />} />;
}

function One({ id }: { id: number }) {
  const found = useGet("/api/v1/alerts/{id}", { path: { id } });
  return (
    <Single
      found={found}
      what="alert"
      show={(alert) => (
        <ul className="gk-items">
          <AlertCard alert={alert} opened />
        </ul>
      )}
    />
  );
}
