// Every plan: what its file says, what counts, and in how many rooms it runs.

import { PlusOutlined } from "@ant-design/icons";
import { Button, Input, Tag } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { itemsOf, useList } from "@/api/queries";
import type { Of } from "@/api/types";
import { Empty } from "@/parts/Empty";
import { Loading } from "@/parts/Loading";
import { LoadMore } from "@/parts/LoadMore";
import { Page } from "@/parts/Page";
import { ProblemNote } from "@/parts/ProblemNote";
import { Ago } from "@/parts/Time";
import { useTitled } from "@/parts/useTitled";
import { useCan } from "@/session/useMe";
import { NewPlan } from "./NewPlan";
import { NOBODY } from "./who";
import { useWords } from "./words";
import "./plans.css";

type Stands = Of<"PlanStanding">;

export default function Plans() {
  const { t } = useWords();
  const found = useList("/api/v1/plan-files", { query: { limit: 200 } });
  const may = useCan();
  const [wanted, setWanted] = useState("");
  const [adding, setAdding] = useState(false);
  const plans = itemsOf(found).filter((one) => isMeant(one, wanted));
  const add = may("plan") && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
      {t("newPlan")}
    </Button>
  );
  return (
    <Page title={t("plans")} extra={add}>
      <Input.Search
        className="gk-plans-find"
        value={wanted}
        onChange={(event) => setWanted(event.target.value)}
        placeholder={t("find")}
        aria-label={t("find")}
        allowClear
      />
      <ProblemNote error={found.error} retry={() => void found.refetch()} />
      {found.isPending && !found.error && <Loading />}
      {found.isSuccess && plans.length === 0 && <Empty hint={t("none")} />}
      <ul className="gk-plans">
        {plans.map((one) => (
          <PlanLine key={one.name} plan={one} />
        ))}
      </ul>
      <LoadMore list={found} />
      <NewPlan open={adding} close={() => setAdding(false)} taken={itemsOf(found)} />
    </Page>
  );
}

function PlanLine({ plan }: { plan: Stands }) {
  const { t } = useWords();
  const titled = useTitled();
  return (
    <li>
      <Link className="gk-plan-line" to={`/sop/plans/${encodeURIComponent(plan.name)}`}>
        <span className="gk-plan-title">
          <bdi>{plan.title || plan.name}</bdi> <code>{plan.name}</code>
        </span>
        <Standing plan={plan} />
        {plan.about && <span className="gk-plan-about">{plan.about}</span>}
        <span className="gk-plan-foot">
          {t("stepCount", { count: plan.steps })}
          {plan.needs_event && <span>{t("needsEvent")}</span>}
          {plan.since && (
            <span>
              <Ago at={plan.since} />{" "}
              {plan.author === NOBODY ? t("how_saved") : <bdi>{titled(plan.author)}</bdi>}
            </span>
          )}
        </span>
      </Link>
    </li>
  );
}

/** How a plan stands, in a few words. */
export function Standing({ plan }: { plan: Stands }) {
  const { t } = useWords();
  return (
    <span className="gk-plan-tags">
      {plan.mistakes > 0 && <Tag color="error">{t("mistakes", { count: plan.mistakes })}</Tag>}
      {plan.waits && <Tag color="warning">{t("waits")}</Tag>}
      {!plan.file && <Tag color="warning">{t("gone")}</Tag>}
      {plan.active > 0 && <Tag color="success">{t("running", { count: plan.active })}</Tag>}
      {plan.paused > 0 && <Tag>{t("paused", { count: plan.paused })}</Tag>}
      {plan.active + plan.paused === 0 && <Tag>{t("idle")}</Tag>}
    </span>
  );
}

function isMeant(plan: Stands, wanted: string): boolean {
  const said = `${plan.name} ${plan.title} ${plan.about}`.toLowerCase();
  return said.includes(wanted.trim().toLowerCase());
}
