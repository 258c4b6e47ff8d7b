// What a plan would say when, were it started so.
import { Tag } from "antd";
import type { Of } from "@/api/types";
import { wallTime } from "@/parts/time";
import { inRows } from "./transcript";
import { useWords } from "./words";

export function Preview({ preview }: { preview: Of<"PlanPreview"> }) {
  const { t } = useWords();
  return (
    <section>
      <p className="gk-plan-tags">
        <Tag color="success">{t("willBegin", { count: preview.rooms.length })}</Tag>
        {preview.running.length > 0 && (
          <Tag>{t("alreadyRuns", { count: preview.running.length })}</Tag>
        )}
        <span className="gk-quiet">{t("shownZone", { zone: preview.zone })}</span>
        {preview.zones > 1 && (
          <span className="gk-quiet">{t("zones", { count: preview.zones })}</span>
        )}
      </p>
      <ul className="gk-outcomes">
        {inRows(preview.dated).map(({ first, more }) => (
          <Said key={`${first.step} ${first.due}`} said={first} more={more} zone={preview.zone} />
        ))}
      </ul>
      {preview.left_out > 0 && (
        <p className="gk-quiet">{t("leftOut", { count: preview.left_out })}</p>
      )}
      {preview.following.length > 0 && <h2>{t("follows")}</h2>}
      <ul className="gk-outcomes">
        {preview.following.map((one) => (
          <Said key={one.step} said={one} more={0} zone={preview.zone} />
        ))}
      </ul>
    </section>
  );
}

function Said({ said, more, zone }: { said: Of<"WouldSay">; more: number; zone: string }) {
  const { t } = useWords();
  return (
    <li>
      {said.due && <time dateTime={said.due}>{wallTime(said.due, zone)}</time>}
      {said.after && <span>{t("followsStep", { step: said.after })}</span>}
      {said.event && <span>{t("followsEvent", { event: said.event })}</span>}
      <code>{said.step}</code>
      {said.person && <Tag>{t("unit_task", { person: said.person })}</Tag>}
      {said.alert && <Tag color="warning">{t("toStaff")}</Tag>}
      {more > 0 && <Tag>{t("andMore", { count: more })}</Tag>}
      {said.past && <Tag>{t("past")}</Tag>}
      <span className="gk-heard-text">{said.text}</span>
    </li>
  );
}
