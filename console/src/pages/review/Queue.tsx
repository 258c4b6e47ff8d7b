import { Tag } from "antd";
import { useEffect, useRef } from "react";
import { Link } from "react-router";
import { Ago } from "@/parts/Time";
import { type Case, percent } from "./queue";
import { StateTag } from "./StateTag";
import { useWords } from "./words";

interface Shown {
  cases: readonly Case[];
  current: number | null;
  hrefOf: (id: number) => string;
}

/** The cases of a list, one under the other; the current one is kept in view. */
export function Queue({ cases, current, hrefOf }: Shown) {
  return (
    <ol className="rv-queue">
      {cases.map((one) => (
        <Entry key={one.id} one={one} chosen={one.id === current} href={hrefOf(one.id)} />
      ))}
    </ol>
  );
}

function Entry({ one, chosen, href }: { one: Case; chosen: boolean; href: string }) {
  const { t } = useWords();
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (chosen) row.current?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  return (
    <li ref={row}>
      <Link to={href} className="rv-entry" aria-current={chosen ? "true" : undefined}>
        <span className="rv-entry-head">
          <strong>
            <bdi>{one.name || "?"}</bdi>
          </strong>
          <span className="gk-quiet">
            <Ago at={one.decided ?? one.opened} />
          </span>
        </span>
        <span className="rv-entry-text">
          <bdi>{one.text || t("noText")}</bdi>
        </span>
        <span className="rv-entry-foot">
          {one.state === "open" ? (
            <Tag color={one.score >= 0.9 ? "error" : "warning"}>{`${percent(one.score)}%`}</Tag>
          ) : (
            <StateTag state={one.state} />
          )}
          {one.messages > 1 && <Tag>{`×${one.messages}`}</Tag>}
          {one.kind === "report" && <Tag color="processing">{t("report")}</Tag>}
          <span className="gk-quiet rv-room">
            <bdi>{one.room_name}</bdi>
          </span>
        </span>
      </Link>
    </li>
  );
}
