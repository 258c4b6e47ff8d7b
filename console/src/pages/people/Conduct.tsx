// How a person stands: points, lists, cases, appeals.
import { Card, Statistic, Tag } from "antd";
import { Link } from "react-router";
import { useGet, useList } from "@/api/queries";
import type { Answer, Of } from "@/api/types";
import { Loading } from "@/parts/Loading";
import { ProblemNote } from "@/parts/ProblemNote";
import { Sentence } from "@/parts/Sentence";
import { Time } from "@/parts/Time";
import { CardList } from "./CardList";
import { useWorded } from "./useWorded";
import { useWords } from "./words";

export function Conduct({ student }: { student: number }) {
  const found = useGet("/api/v1/people/{id}/conduct", { path: { id: student } });
  if (found.isPending) return <Loading />;
  return (
    <div className="gk-person-cards">
      <ProblemNote error={found.error} retry={() => void found.refetch()} />
      {found.data && <Points standing={found.data} />}
      {found.data && <Lists listings={found.data.listings} />}
      <Cases student={student} />
      <Appeals student={student} />
    </div>
  );
}

function Points({ standing }: { standing: Answer<"/api/v1/people/{id}/conduct", "get"> }) {
  const { t } = useWords();
  const worded = useWorded();
  return (
    <Card size="small" title={t("points")}>
      <Statistic
        value={standing.points}
        precision={2}
        suffix={<small className="gk-quiet gk-person-small">{t("pointsHint")}</small>}
      />
      {standing.marks.length === 0 && <p className="gk-quiet">{t("noMarks")}</p>}
      <ul className="gk-person-lines">
        {[...standing.marks].reverse().map((one) => (
          <li key={one.id}>
            {one.points} · {worded("mark", one.kind)} {one.revoked_by && <Tag>{t("revoked")}</Tag>}
            <div className="gk-quiet">
              {one.author} · <Time at={one.at} />
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Lists({ listings }: { listings: Of<"Listing">[] }) {
  const { t } = useWords();
  const worded = useWorded();
  return (
    <Card size="small" title={t("lists")}>
      {listings.length === 0 && <p className="gk-quiet">{t("noLists")}</p>}
      <ul className="gk-person-lines">
        {listings.map((one) => (
          <li key={one.id}>
            <Tag color={one.list === "deny" ? "red" : "green"}>{worded("listed", one.list)}</Tag>
            {one.reason}
            <div className="gk-quiet">
              {one.author} · <Time at={one.since} /> ·{" "}
              {one.until ? (
                <Sentence say={(time) => t("until", { time })}>
                  <Time at={one.until} />
                </Sentence>
              ) : (
                t("forGood")
              )}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Cases({ student }: { student: number }) {
  const { t } = useWords();
  const worded = useWorded();
  const found = useList("/api/v1/cases", { query: { student } });
  return (
    <CardList
      title={t("cases")}
      nothing={t("noCases")}
      list={found}
      row={(one) => (
        <>
          <Link to={`/review/${one.id}`}>#{one.id}</Link>{" "}
          <Tag>{worded("case_decided", one.state)}</Tag>
          {one.reason}
          <div className="gk-quiet">
            <Time at={one.opened} /> {one.decided_by}
          </div>
        </>
      )}
    />
  );
}

function Appeals({ student }: { student: number }) {
  const { t } = useWords();
  const worded = useWorded();
  const found = useList("/api/v1/appeals", { query: { student } });
  return (
    <CardList
      title={t("appeals")}
      nothing={t("noAppeals")}
      list={found}
      row={(one) => (
        <>
          <Tag>{worded("appeal_answered", one.state)}</Tag>
          {one.text}
          <div className="gk-quiet">
            <Time at={one.at} /> {one.answer}
          </div>
        </>
      )}
    />
  );
}
