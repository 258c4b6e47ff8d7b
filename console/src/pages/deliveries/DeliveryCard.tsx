// One delivery: what goes out where, what became of it, and what a person may decide.

import { Tag } from "antd";
import { DeliveryActs } from "@/pages/acts/DeliveryActs";
import { useMay } from "@/pages/acts/useMay";
import { RoomLink } from "@/parts/Links";
import { Time } from "@/parts/Time";
import { useTitled } from "@/parts/useTitled";
import { actsOf, type Delivery, kindOf, wordsOf } from "./logic";
import { useWords } from "./words";

const COLOURS: Partial<Record<Delivery["state"], string>> = {
  held: "warning",
  unknown: "warning",
  failed: "error",
  sent: "success",
};

export function DeliveryCard({ row }: { row: Delivery }) {
  const { t } = useWords();
  const titled = useTitled();
  const may = useMay();
  const words = wordsOf(row.deed);
  const acts = may("decide") ? actsOf(row.state) : [];
  return (
    <li className="gk-item" data-delivery={row.id}>
      <div className="gk-item-row">
        <Tag color={COLOURS[row.state] ?? "default"}>{t(row.state)}</Tag>
        <strong>{t(kindOf(row.kind))}</strong>
        <span className="gk-quiet">#{row.id}</span>
        <span className="gk-quiet gk-item-clock">
          {t("due")} <Time at={row.due} />
        </span>
      </div>
      {row.room !== null && (
        <p className="gk-item-row">
          <RoomLink room={{ id: row.room, name: row.room_name }} />
        </p>
      )}
      {words && <blockquote>{words}</blockquote>}
      {row.outcome && <p className="gk-item-lines">{row.outcome}</p>}
      <p className="gk-quiet">
        {row.reason} · {t("author", { author: titled(row.author) })}
        {row.settled && (
          <>
            {" · "}
            {t("settled")} <Time at={row.settled} />
          </>
        )}
      </p>
      {acts.length > 0 && (
        <div className="gk-item-acts">
          <DeliveryActs id={row.id} may={acts} />
        </div>
      )}
    </li>
  );
}
