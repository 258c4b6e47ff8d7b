// Plans at work: in how many rooms each runs.
import { Card, Flex, Tag } from "antd";
import { Link } from "react-router";
import { itemsOf, useList } from "@/api/queries";
import { Empty } from "@/parts/Empty";
import { Loading } from "@/parts/Loading";
import { LoadMore } from "@/parts/LoadMore";
import { Page } from "@/parts/Page";
import { ProblemNote } from "@/parts/ProblemNote";
import "./runs.css";
import { useWords } from "./words";

export default function Runs() {
  const { t } = useWords();
  const found = useList("/api/v1/plan-files", { query: { limit: 200 } });
  const plans = itemsOf(found).filter((one) => one.active + one.paused > 0);
  return (
    <Page title={t("title")}>
      <ProblemNote error={found.error} retry={() => void found.refetch()} />
      {found.isPending && <Loading />}
      {found.isSuccess && plans.length === 0 && <Empty hint={t("none")}>{t("noneHint")}</Empty>}
      <Flex vertical gap={12}>
        {plans.map((one) => (
          <Card key={one.name} size="small" className="runs-card">
            <Link to={`/sop/runs/${encodeURIComponent(one.name)}`} className="runs-name">
              <bdi>{one.title || one.name}</bdi>
            </Link>
            <span className="gk-quiet">
              <bdi>{one.name}</bdi> · {t("steps", { count: one.steps })}
            </span>
            <span>
              {one.active > 0 && <Tag color="success">{t("active", { count: one.active })}</Tag>}
              {one.paused > 0 && <Tag color="warning">{t("paused", { count: one.paused })}</Tag>}
            </span>
          </Card>
        ))}
      </Flex>
      <LoadMore list={found} />
    </Page>
  );
}
