// Home: what needs me now, in order, and today's figures beside it.
import { Flex, Tag } from "antd";
import { useState } from "react";
import { useGet } from "@/api/queries";
import { Empty } from "@/parts/Empty";
import { Loading } from "@/parts/Loading";
import { Page } from "@/parts/Page";
import { ProblemNote } from "@/parts/ProblemNote";
import { chips, type Kind, type Need, sections } from "./logic";
import { NeedLine } from "./NeedLine";
import { Today } from "./Today";
import { useWords } from "./words";
import "@/pages/acts/acts.css";
import "./now.css";

const MOST = 100;
const EVERY = 60_000; // ms: things become late without anybody telling

export default function Now() {
  const { t } = useWords();
  const found = useGet(
    "/api/v1/now",
    { query: { limit: MOST } },
    { keep: true, refetchInterval: EVERY },
  );
  return (
    <Page title={t("title")}>
      <div className="gk-now">
        <div>
          <ProblemNote error={found.error} retry={() => void found.refetch()} />
          {found.isPending && <Loading />}
          {found.data && <Needs needs={found.data.items} />}
        </div>
        <Today />
      </div>
    </Page>
  );
}

function Needs({ needs }: { needs: readonly Need[] }) {
  const { t } = useWords();
  const [kind, choose] = useState<Kind | null>(null);
  if (needs.length === 0) return <Nothing />;
  const shown = kind === null ? needs : needs.filter((one) => one.kind === kind);
  return (
    <Flex vertical gap={16}>
      <Chips needs={needs} kind={kind} choose={choose} />
      {shown.length === 0 && <Empty hint={t("nothingOfKind")} />}
      {sections(shown).map((section) => (
        <section key={section.key} aria-label={t(section.key)}>
          <h2 className="gk-items-head">
            {t(section.key)} <span className="gk-quiet">{section.needs.length}</span>
          </h2>
          <ul className="gk-needs">
            {section.needs.map((one) => (
              <NeedLine key={`${one.kind} ${one.id}`} need={one} />
            ))}
          </ul>
        </section>
      ))}
      {needs.length >= MOST && <p className="gk-quiet">{t("more", { count: MOST })}</p>}
    </Flex>
  );
}

interface Choosing {
  needs: readonly Need[];
  kind: Kind | null;
  choose: (kind: Kind | null) => void;
}

function Chips({ needs, kind, choose }: Choosing) {
  const { t } = useWords();
  const there = chips(needs);
  if (there.length < 2 && kind === null) return null;
  return (
    <Flex gap={6} wrap role="group" aria-label={t("title")}>
      <Tag.CheckableTag checked={kind === null} onChange={() => choose(null)}>
        {t("all", { count: needs.length })}
      </Tag.CheckableTag>
      {there.map((one) => (
        <Tag.CheckableTag
          key={one.kind}
          checked={kind === one.kind}
          onChange={(on) => choose(on ? one.kind : null)}
        >
          {t(one.kind)} {one.count}
        </Tag.CheckableTag>
      ))}
    </Flex>
  );
}

function Nothing() {
  const { t } = useWords();
  return (
    <div className="gk-now-nothing">
      <h2>{t("nothing")}</h2>
      <p className="gk-quiet">{t("nothingHint")}</p>
    </div>
  );
}
