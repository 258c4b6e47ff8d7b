// The leads of a person: what they wanted, and what became of it.

import { Tag } from "antd";
import { Link } from "react-router";
import { useList } from "@/api/queries";
import { Time } from "@/parts/Time";
import { useLeadTitle } from "@/parts/useLeadTitle";
import { useTitled } from "@/parts/useTitled";
import { CardList } from "./CardList";
import { useWorded } from "./useWorded";
import { useWords } from "./words";

export function Leads({ student }: { student: number }) {
  const { t } = useWords();
  const titled = useTitled();
  const worded = useWorded();
  const title = useLeadTitle();
  const found = useList("/api/v1/leads", { query: { student } });
  return (
    <CardList
      title={t("leads")}
      nothing={t("noLeads")}
      list={found}
      row={(one) => (
        <>
          <Link to={`/leads/${one.id}`}>{title(one.category)}</Link>{" "}
          <Tag>{worded("lead_closed", one.state)}</Tag>
          <div className="gk-quiet">
            <Time at={one.opened} /> {one.owner && titled(one.owner)} <bdi>{one.room_name}</bdi>
          </div>
        </>
      )}
    />
  );
}
