// One thing that waits: what, whose words, where, since when; and what can be done about it.

import {
  AlertOutlined,
  ApiOutlined,
  AuditOutlined,
  CheckSquareOutlined,
  FileTextOutlined,
  PauseCircleOutlined,
  QuestionCircleOutlined,
  ShoppingOutlined,
  StopOutlined,
} from "@ant-design/icons";
import { Tag } from "antd";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { kindOf, useKindWords } from "@/pages/acts/kinds";
import { PersonLink, RoomLink } from "@/parts/Links";
import { listed } from "@/parts/sentences";
import { useNow } from "@/parts/Time";
import { shortTime } from "@/parts/time";
import { useTitled } from "@/parts/useTitled";
import { useHouse } from "@/session/useHouse";
import { Clock } from "./Clock";
import { type Kind, type Need, titleOf } from "./logic";
import { NeedActs } from "./NeedActs";
import { useWords } from "./words";

const ICONS: Readonly<Record<Kind, ReactNode>> = {
  gateway: <ApiOutlined />,
  alert: <AlertOutlined />,
  case: <StopOutlined />,
  appeal: <AuditOutlined />,
  question: <QuestionCircleOutlined />,
  delivery: <PauseCircleOutlined />,
  task: <CheckSquareOutlined />,
  content: <FileTextOutlined />,
  lead: <ShoppingOutlined />,
};

export function NeedLine({ need }: { need: Need }) {
  return (
    <li className={`gk-need gk-need-${need.severity}`} data-kind={need.kind}>
      <div className="gk-need-head">
        <span className="gk-need-icon" aria-hidden>
          {ICONS[need.kind]}
        </span>
        <strong>
          <Title need={need} />
        </strong>
        <Clock need={need} />
      </div>
      {need.words && <p className="gk-need-words">{need.words}</p>}
      <Where need={need} />
      {need.reason && <p className="gk-quiet gk-need-words">{need.reason}</p>}
      <Told need={need} />
      <NeedActs need={need} />
    </li>
  );
}

function Title({ need }: { need: Need }) {
  const { t } = useWords();
  const { t: name } = useKindWords();
  const said = need.kind === "alert" ? name(kindOf(need.about)) : t(titleOf(need));
  return <Link to={need.link}>{said}</Link>;
}

function Where({ need }: { need: Need }) {
  const { t } = useWords();
  const titled = useTitled();
  const person = need.name || need.student_id;
  if (!need.room && !person && !need.owner) return null;
  return (
    <p className="gk-need-where">
      {need.room && (
        <RoomLink room={{ id: need.room, name: need.room_name }} at={need.message ?? null} />
      )}
      {person && <PersonLink person={need} />}
      {need.owner &&
        (need.mine ? (
          <Tag>{t("mine")}</Tag>
        ) : (
          <span>{t("owner", { name: titled(need.owner) })}</span>
        ))}
    </p>
  );
}

function Told({ need }: { need: Need }) {
  const { t, language } = useWords();
  const titled = useTitled();
  const { zone } = useHouse();
  const now = useNow();
  if (!need.alert) return null;
  if (need.alert.told.length === 0) {
    const later = need.alert.next_at !== null && new Date(need.alert.next_at) > now;
    if (!later || !need.alert.next_at) return null;
    return (
      <p className="gk-quiet">{t("putOff", { time: shortTime(need.alert.next_at, now, zone) })}</p>
    );
  }
  const staff = listed(need.alert.told.map(titled), language);
  const next = need.alert.next_at;
  return (
    <p className="gk-quiet">
      {next ? t("toldNext", { staff, time: shortTime(next, now, zone) }) : t("told", { staff })}
    </p>
  );
}
