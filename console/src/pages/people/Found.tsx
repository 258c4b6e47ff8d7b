// The people who were found: only the rows in view are drawn, the next part is loaded in time.
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { Tag } from "antd";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { Link } from "react-router";
import type { Of } from "@/api/types";
import { listed } from "@/parts/sentences";
import { type Listed, useMore } from "@/parts/useMore";
import { useWords } from "./words";

const ROW = 60; // px
const NEAR = 20; // rows from the end at which more are loaded

interface Shown {
  list: Listed;
  people: Of<"Person">[];
  chosen: number | null;
}

export function Found({ list, people, chosen }: Shown) {
  const { t } = useWords();
  const top = useRef<HTMLUListElement>(null);
  const [above, setAbove] = useState(0);
  useLayoutEffect(() => setAbove(top.current?.offsetTop ?? 0), []);
  const rows = useWindowVirtualizer({
    count: people.length,
    estimateSize: () => ROW,
    overscan: 10,
    scrollMargin: above,
  });
  const last = rows.getVirtualItems().at(-1)?.index ?? 0;
  useMore(list, last > people.length - NEAR);
  useEffect(() => {
    if (chosen !== null) rows.scrollToIndex(chosen);
  }, [chosen, rows]);
  return (
    <ul
      ref={top}
      className="gk-people"
      aria-label={t("title")}
      style={{ height: rows.getTotalSize() }}
    >
      {rows.getVirtualItems().map((row) => {
        const one = people[row.index];
        if (!one) return null;
        return (
          <li
            key={one.student_id}
            className={row.index === chosen ? "gk-people-chosen" : undefined}
            style={{ transform: `translateY(${row.start - above}px)` }}
          >
            <Row person={one} />
          </li>
        );
      })}
    </ul>
  );
}

function Row({ person }: { person: Of<"Person"> }) {
  const { t, language } = useWords();
  const others = person.names.filter((name) => name && name !== person.name);
  return (
    <Link to={`/people/${person.student_id}`} className="gk-people-row">
      <span className="gk-people-number">{person.student_id}</span>
      <span className="gk-people-who">
        <bdi className="gk-people-name">{person.name || t("erasedName")}</bdi>
        <span className="gk-quiet gk-people-also">
          {person.merged_from && t("mergedFrom", { student: person.merged_from })}
          {others.length > 0 && (
            <>
              {t("also")} <bdi>{listed(others, language)}</bdi>
            </>
          )}
        </span>
      </span>
      <span className="gk-people-tags">
        {person.tags?.map((tag) => (
          <Tag key={tag}>{tag}</Tag>
        ))}
      </span>
    </Link>
  );
}
