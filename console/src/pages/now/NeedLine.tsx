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
import { PersonLink, RoomLink } from "@/parts/Links";
import { Time } from "@/parts/Time";
import { Clock } from "./Clock";
import type { Kind, Need } from "./logic";
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
      {need.reason && <p className="gk-quiet">{need.reason}</p>}
      <Told need={need} />
      <NeedActs need={need} />
    </li>
  );
}

function Title({ need }: { need: Need }) {
  const { t } = useWords();
  const special = { unknown: "unknown", held: "held", paused: "paused", report: "report" } as const;
  const about = special[need.about as keyof typeof special];
  const ofTask = need.kind === "task" && about === "held";
  const known = need.kind !== "task" && need.kind !== "content" && about && about !== "held";
  const said = ofTask || known ? t(about) : t(need.kind);
  return <Link to={need.link}>{said}</Link>;
}

function Where({ need }: { need: Need }) {
  const { t } = useWords();
  const person = need.name || need.student_id;
  if (!need.room && !person && !need.owner) return null;
  return (
    <p className="gk-need-where">
      {need.room && (
        <RoomLink room={{ id: need.room, name: need.room_name }} at={need.message ?? null} />
      )}
      {person && <PersonLink person={need} />}
      {need.owner &&
        (need.mine ? <Tag>{t("mine")}</Tag> : <span>{t("owner", { name: need.owner })}</span>)}
    </p>
  );
}

function Told({ need }: { need: Need }) {
  const { t } = useWords();
  if (!need.alert?.told.length) return null;
  const staff = need.alert.told.join("、");
  return (
    <p className="gk-quiet">
      {t("told", { staff })}
      {need.alert.next_at && (
        <>
          {" · "}
          <Time at={need.alert.next_at} />
        </>
      )}
    </p>
  );
}
