// What the proposed rules would have done, beside those of today.
import { Alert, Tag } from "antd";
import type { Of } from "@/api/types";
import { PersonLink, RoomLink } from "@/parts/Links";
import { Time } from "@/parts/Time";
import { percent } from "../queue";
import { useSign } from "../useSign";
import { useWords } from "./words";

type Found = Of<"BackTest">;
type Change = Of<"Change">;

export function Result({ found }: { found: Found }) {
  const { t } = useWords();
  const fine = found.flips["dismissed, newly caught"] ?? 0;
  const adverts = found.flips["confirmed, no longer caught"] ?? 0;
  const same = found.newly_caught + found.no_longer_caught === 0;
  return (
    <article className="rl-result">
      <p className="gk-quiet">
        <Time at={found.since} />–<Time at={found.until} /> ·{" "}
        {t("period", { messages: found.messages })}
      </p>
      {same && <Alert type="info" showIcon title={t("same")} />}
      {fine > 0 && <Alert type="warning" showIcon title={t("riskNewly", { count: fine })} />}
      {adverts > 0 && <Alert type="warning" showIcon title={t("riskLost", { count: adverts })} />}
      <Figures found={found} />
      <Changes title={t("newly")} of={found.newly_caught} changes={found.newly_caught_messages} />
      <Changes
        title={t("lost")}
        of={found.no_longer_caught}
        changes={found.no_longer_caught_messages}
      />
      <Sorted found={found} />
      <p className="gk-quiet">{t("adopt")}</p>
    </article>
  );
}

function Figures({ found }: { found: Found }) {
  const { t } = useWords();
  const { today, proposed, decided } = found;
  const rows = [
    [t("caught"), today.flagged, proposed.flagged],
    [t("removed"), today.would_remove, proposed.would_remove],
    [t("ofConfirmed", { of: decided.confirmed }), today.of_confirmed, proposed.of_confirmed],
    [t("ofDismissed", { of: decided.dismissed }), today.of_dismissed, proposed.of_dismissed],
    [t("newly"), "", found.newly_caught],
    [t("lost"), "", found.no_longer_caught],
    [t("newlyRemoved"), "", found.newly_removed],
    [t("noLongerRemoved"), "", found.no_longer_removed],
  ] as const;
  return (
    <table className="rl-figures">
      <thead>
        <tr>
          <th scope="col">{t("what")}</th>
          <th scope="col">{t("today")}</th>
          <th scope="col">{t("proposed")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, before, after]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{before}</td>
            <td>{after}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Changes({ title, of, changes }: { title: string; of: number; changes: Change[] }) {
  const { t } = useWords();
  if (of === 0) return null;
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <p className="gk-quiet">{t("shownOf", { shown: changes.length, of })}</p>
      <ol className="rl-changes">
        {changes.map((one) => (
          <li key={one.message}>
            <div className="rv-line-head">
              {one.room_id !== null && (
                <RoomLink room={{ id: one.room_id, name: one.room }} at={one.message} />
              )}
              <PersonLink
                person={{ student_id: one.student_id, name: String(one.student_id ?? "") }}
              />
              <Time at={one.at} />
              <span>{`${percent(one.score_today)}% → ${percent(one.score_proposed)}%`}</span>
              <Colleagues word={one.decided} />
            </div>
            <bdi className="gk-said">{one.text}</bdi>
            <div className="gk-quiet">
              <bdi>{one.reasons.join("；")}</bdi>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Colleagues({ word }: { word: string }) {
  const { t } = useWords();
  if (word === "confirmed") return <Tag color="error">{t("confirmed")}</Tag>;
  if (word === "dismissed") return <Tag color="success">{t("dismissed")}</Tag>;
  return null;
}

function Sorted({ found }: { found: Found }) {
  const { t } = useWords();
  const sign = useSign();
  const signs = (counts: Record<string, number>) =>
    Object.fromEntries(Object.entries(counts).map(([name, count]) => [sign(name), count]));
  const lists = [
    [t("byRoom"), found.newly_caught_by_room, found.no_longer_caught_by_room],
    [
      t("byDetector"),
      signs(found.newly_caught_by_detector),
      signs(found.no_longer_caught_by_detector),
    ],
  ] as const;
  if (found.newly_caught + found.no_longer_caught === 0) return null;
  return (
    <div className="rl-sorted">
      {lists.map(([name, gained, lost]) => (
        <section key={name} aria-label={name}>
          <h2>{name}</h2>
          <ul>
            {[...new Set([...Object.keys(gained), ...Object.keys(lost)])]
              .slice(0, 30)
              .map((one) => (
                <li key={one}>
                  <bdi>{one}</bdi> <strong>{`+${gained[one] ?? 0}`}</strong>{" "}
                  <strong>{`−${lost[one] ?? 0}`}</strong>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
