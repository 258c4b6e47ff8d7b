// One line of the audit: who did what to whom, why, and what it changed.
import { Button, Tag } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import type { Of } from "@/api/types";
import { Time } from "@/parts/Time";
import { useHouse } from "@/session/useHouse";
import { type Change, changeOf, textOf } from "./change";
import { deedOf } from "./deeds";
import { KINDS, type Kind, pageOf, subjectOf } from "./look";
import { nameOf, statedOf } from "./states";
import { useWords } from "./words";

type Line = Of<"Audit">;

export function AuditLine({ line, about }: { line: Line; about: (author: string) => void }) {
  const { t, language } = useWords();
  const change = changeOf(line.details);
  return (
    <li className="gk-audit-line" data-line={line.id}>
      <div className="gk-audit-head">
        <Time at={line.at} />
        <Button type="link" size="small" className="gk-audit-by" onClick={() => about(line.author)}>
          {line.author}
        </Button>
        <strong>{deedOf(line.action, language)}</strong>
        <Subject subject={line.subject} />
      </div>
      {line.reason && <p className="gk-audit-why">{t("reason", { reason: line.reason })}</p>}
      {change.sides.length > 0 && <Sides change={change} />}
      {change.more.length > 0 && <More change={change} />}
    </li>
  );
}

function Subject({ subject }: { subject: string }) {
  const { t } = useWords();
  const { kind, id } = subjectOf(subject);
  const known = KINDS.find((one): one is Kind => one === kind);
  const shown = `${known ? t(known) : kind} ${id}`.trim();
  const page = pageOf(subject);
  return <Tag>{page ? <Link to={page}>{shown}</Link> : shown}</Tag>;
}

function Sides({ change }: { change: Change }) {
  const { t, language } = useWords();
  const { zone } = useHouse();
  return (
    <table className="gk-audit-sides" aria-label={t("sides")}>
      <thead>
        <tr>
          <th scope="col">{t("what")}</th>
          <th scope="col">{t("before")}</th>
          <th scope="col">{t("after")}</th>
        </tr>
      </thead>
      <tbody>
        {change.sides.map((one) => (
          <tr key={one.name}>
            <th scope="row">{nameOf(one.name, language)}</th>
            <td className="gk-audit-before">{statedOf(one.name, one.before, language, zone)}</td>
            <td>{statedOf(one.name, one.after, language, zone)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function More({ change }: { change: Change }) {
  const { t } = useWords();
  const [shown, show] = useState(false);
  return (
    <>
      <div>
        <Button size="small" aria-expanded={shown} onClick={() => show(!shown)}>
          {t("details")}
        </Button>
      </div>
      {shown && (
        <dl className="gk-audit-more">
          {change.more.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{textOf(value)}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}
