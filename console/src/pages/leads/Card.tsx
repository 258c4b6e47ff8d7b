// One lead: who, what was said with the words marked, whose it is, how long it has waited.

import { MoreOutlined } from "@ant-design/icons";
import { Button, Dropdown, Tag } from "antd";
import { Link } from "react-router";
import { PersonLink, RoomLink } from "@/parts/Links";
import { Marked } from "@/parts/Marked";
import { useTitled } from "@/parts/useTitled";
import { type Lead, type Move, movesOf } from "./board";
import { useMoveNames } from "./useMoveNames";
import { Waited } from "./Waited";
import { useWords } from "./words";

interface Shown {
  lead: Lead;
  title: string; // of its category
  may: boolean;
  href: string;
  move: (lead: Lead, move: Move) => void;
  drag: (lead: Lead | null) => void;
}

export function Card({ lead, title, may, href, move, drag }: Shown) {
  const { t } = useWords();
  const titled = useTitled();
  const { quote } = lead;
  return (
    <li
      className="ld-card"
      draggable={may}
      onDragStart={(event) => {
        event.dataTransfer.setData("text/plain", String(lead.id));
        event.dataTransfer.effectAllowed = "move";
        drag(lead);
      }}
      onDragEnd={() => drag(null)}
    >
      <div className="ld-card-head">
        <PersonLink person={lead} />
        <Tag color="success">{title}</Tag>
        {may && <Moves lead={lead} move={(chosen) => move(lead, chosen)} />}
      </div>
      {quote && (
        <blockquote className="ld-quote">
          <Marked text={quote.text} words={quote.words} />
        </blockquote>
      )}
      {lead.note && (
        <p className="gk-quiet ld-note">
          <bdi>{lead.note}</bdi>
        </p>
      )}
      <div className="ld-card-foot">
        <Waited lead={lead} />
        {lead.owner && (
          <strong>
            <bdi>{titled(lead.owner)}</bdi>
          </strong>
        )}
        {lead.room !== null && (
          <RoomLink room={{ id: lead.room, name: lead.room_name }} at={quote?.message ?? null} />
        )}
        <Link to={href} className="ld-more">
          {t("evidence", { count: lead.messages })}
        </Link>
      </div>
      {may && lead.state === "open" && (
        <Button size="small" type="primary" onClick={() => move(lead, "claim")}>
          {t("claim")}
        </Button>
      )}
    </li>
  );
}

function Moves({ lead, move }: { lead: Lead; move: (move: Move) => void }) {
  const { t } = useWords();
  const names = useMoveNames(lead);
  const items = movesOf(lead).map((one) => ({
    key: one,
    label: names[one],
    onClick: () => move(one),
  }));
  return (
    <Dropdown trigger={["click"]} placement="bottomRight" menu={{ items }}>
      <Button
        size="small"
        type="text"
        icon={<MoreOutlined />}
        aria-label={t("actions", { name: lead.name })}
        className="ld-menu"
      />
    </Dropdown>
  );
}
