// The leads of a person: what they wanted, and what became of it.
import { Card, Tag } from "antd";
import { Link } from "react-router";
import { itemsOf, useList } from "@/api/queries";
import { LoadMore } from "@/parts/LoadMore";
import { ProblemNote } from "@/parts/ProblemNote";
import { Time } from "@/parts/Time";
import { useLeadTitle } from "@/parts/useLeadTitle";
import { useWorded } from "./useWorded";
import { useWords } from "./words";

export function Leads({ student }: { student: number }) {
  const { t } = useWords();
  const worded = useWorded();
  const title = useLeadTitle();
  const found = useList("/api/v1/leads", { query: { student } });
  const leads = itemsOf(found);
  return (
    <Card title={t("leads")} size="small">
      <ProblemNote error={found.error} retry={() => void found.refetch()} />
      {found.isSuccess && leads.length === 0 && <p className="gk-quiet">{t("noLeads")}</p>}
      <ul className="gk-person-lines">
        {leads.map((one) => (
          <li key={one.id}>
            <Link to={`/leads/${one.id}`}>{title(one.category)}</Link>{" "}
            <Tag>{worded("lead_closed", one.state)}</Tag>
            <div className="gk-quiet">
              <Time at={one.opened} /> {one.owner} <bdi>{one.room_name}</bdi>
            </div>
          </li>
        ))}
      </ul>
      <LoadMore list={found} />
    </Card>
  );
}
