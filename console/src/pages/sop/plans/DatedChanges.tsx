// What an edit does to dated steps, room by room.
import { Button, Tag } from "antd";
import { useState } from "react";
import type { Of } from "@/api/types";
import { wallTime } from "@/parts/time";
import { useWords } from "./words";

const SHOWN = 100; // rows at a time
const SIGNS: Record<string, [word: Sign, colour: string]> = {
  "+": ["countAdded", "success"],
  "~": ["countChanged", "default"],
  "-": ["countRemoved", "error"],
  "=": ["countStays", "default"],
  "!": ["countLate", "warning"],
};
type Sign = "countAdded" | "countChanged" | "countRemoved" | "countStays" | "countLate";

export function DatedChanges({ diff }: { diff: Of<"PlanDiff"> }) {
  const { t } = useWords();
  const [most, setMost] = useState(SHOWN);
  const { counts, dated } = diff;
  const numbers: [Sign, number][] = [
    ["countAdded", counts.added],
    ["countChanged", counts.changed],
    ["countRemoved", counts.removed],
    ["countStays", counts.stays],
    ["countLate", counts.late],
  ];
  if (dated.length === 0) return null;
  return (
    <section>
      <h2>{t("datedPosts")}</h2>
      <p className="gk-plan-tags">
        {numbers
          .filter(([, count]) => count > 0)
          .map(([word, count]) => (
            <Tag key={word}>{t(word, { count })}</Tag>
          ))}
      </p>
      <ul className="gk-dated">
        {dated.slice(0, most).map((one) => (
          <Row key={`${one.run} ${one.step} ${one.due} ${one.sign}`} change={one} />
        ))}
      </ul>
      {dated.length > most && (
        <Button onClick={() => setMost(most + SHOWN)}>
          {t("moreLines", { count: Math.min(SHOWN, dated.length - most) })}
        </Button>
      )}
      {diff.dated_left_out > 0 && (
        <p className="gk-quiet">{t("leftOut", { count: diff.dated_left_out })}</p>
      )}
    </section>
  );
}

function Row({ change }: { change: Of<"DatedChange"> }) {
  const { t } = useWords();
  const [, colour] = SIGNS[change.sign] ?? ["countChanged", "default"];
  return (
    <li>
      <Tag color={colour}>{change.sign}</Tag>
      <time dateTime={change.due}>{`${change.local_date} ${change.local_time.slice(0, 5)}`}</time>
      <bdi>{change.room_name}</bdi>
      <code>{change.step}</code>
      {change.was_due && (
        <span className="gk-quiet">
          {t("wasDue", { at: wallTime(change.was_due, change.zone) })}
        </span>
      )}
      {change.why && <span className="gk-quiet">{change.why}</span>}
    </li>
  );
}
