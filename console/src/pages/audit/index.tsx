// The audit: everything people and the bot changed, with what was before and after.
import { Button, Flex, Input, Select } from "antd";
import { useEffect, useState } from "react";
import { useSearchParams } from "react-router";
import { itemsOf, useList } from "@/api/queries";
import { Empty } from "@/parts/Empty";
import { Loading } from "@/parts/Loading";
import { LoadMore } from "@/parts/LoadMore";
import { Page } from "@/parts/Page";
import { ProblemNote } from "@/parts/ProblemNote";
import { useHouse } from "@/session/useHouse";
import { AuditLine } from "./Line";
import { addressOf, KINDS, type Kind, type Look, lookOf, queryOf } from "./look";
import { useWords } from "./words";
import "./audit.css";

export default function Audit() {
  const { t } = useWords();
  const { zone } = useHouse();
  const [asked, ask] = useSearchParams();
  const look = lookOf(asked);
  const change = (more: Partial<Look>) => ask(addressOf({ ...look, ...more }), { replace: true });
  const found = useList("/api/v1/audit", { query: queryOf(look, zone) }, { keep: true });
  const lines = itemsOf(found);
  return (
    <Page title={t("title")}>
      <Flex vertical gap={12} className="gk-audit">
        <Filters look={look} change={change} />
        <ProblemNote error={found.error} retry={() => void found.refetch()} />
        {found.isPending && <Loading />}
        {found.data && lines.length === 0 && <Empty hint={t("nothing")} />}
        <ul className="gk-audit-lines">
          {lines.map((one) => (
            <AuditLine key={one.id} line={one} about={(author) => change({ author })} />
          ))}
        </ul>
        <LoadMore list={found} />
      </Flex>
    </Page>
  );
}

function Filters({ look, change }: { look: Look; change: (more: Partial<Look>) => void }) {
  const { t } = useWords();
  return (
    <search className="gk-audit-filters">
      <Select<Kind | "">
        aria-label={t("kind")}
        className="gk-picker"
        value={look.kind ?? ""}
        onChange={(kind) => change({ kind: kind || null, number: "" })}
        options={[
          { value: "" as const, label: t("anyKind") },
          ...KINDS.map((value) => ({ value, label: t(value) })),
        ]}
      />
      {look.kind && (
        <Typed label={t("number")} value={look.number} set={(number) => change({ number })} />
      )}
      <Typed label={t("author")} value={look.author} set={(author) => change({ author })} />
      <Day label={t("from")} value={look.from} set={(from) => change({ from })} />
      <Day label={t("to")} value={look.to} set={(to) => change({ to })} />
      <Button
        onClick={() => change({ kind: null, number: "", author: "", from: "", to: "" })}
        disabled={Object.keys(addressOf(look)).length === 0}
      >
        {t("clear")}
      </Button>
    </search>
  );
}

interface Field {
  label: string;
  value: string;
  set: (value: string) => void;
}

/** A text that is asked for once it is typed. */
function Typed({ label, value, set }: Field) {
  const [typed, type] = useState(value);
  useEffect(() => type(value), [value]);
  return (
    <Input
      aria-label={label}
      placeholder={label}
      className="gk-audit-typed"
      value={typed}
      maxLength={200}
      allowClear
      onChange={(event) => {
        type(event.target.value);
        if (!event.target.value) set("");
      }}
      onPressEnter={() => set(typed)}
      onBlur={() => typed !== value && set(typed)}
    />
  );
}

function Day({ label, value, set }: Field) {
  return (
    <Input
      type="date"
      aria-label={label}
      prefix={label}
      className="gk-audit-day"
      value={value}
      onChange={(event) => set(event.target.value)}
    />
  );
}
