// The way of a person: one line for each thing that happened, newest first.
import { Tag, Timeline } from "antd";
import { Link } from "react-router";
import { itemsOf, useList } from "@/api/queries";
import type { Of } from "@/api/types";
import { Empty } from "@/parts/Empty";
import { RoomLink } from "@/parts/Links";
import { Loading } from "@/parts/Loading";
import { LoadMore } from "@/parts/LoadMore";
import { ProblemNote } from "@/parts/ProblemNote";
import { Time } from "@/parts/Time";
import { useLeadTitle } from "@/parts/useLeadTitle";
import { kindOf, leadsTo, weighty } from "./happened";
import { useWorded } from "./useWorded";
import { useWords as useWay } from "./wayWords";
import { useWords } from "./words";

type Line = Of<"Happening">;

export function Way({ student }: { student: number }) {
  const { t } = useWords();
  const found = useList("/api/v1/people/{id}/history", { path: { id: student } });
  const lines = itemsOf(found).filter((one) => kindOf(one.kind) !== null);
  if (found.isPending) return <Loading />;
  return (
    <>
      <ProblemNote error={found.error} retry={() => void found.refetch()} />
      {found.isSuccess && lines.length === 0 && <Empty hint={t("noWay")} />}
      <Timeline
        className="gk-person-way"
        items={lines.map((one) => ({
          key: `${one.kind}:${one.number}:${one.at}:${one.what}`,
          color: weightyLine(one) ? "red" : "gray",
          content: <Happened line={one} />,
        }))}
      />
      <LoadMore list={found} />
    </>
  );
}

function weightyLine(line: Line): boolean {
  const kind = kindOf(line.kind);
  return kind !== null && weighty(kind);
}

function Happened({ line }: { line: Line }) {
  const { t } = useWay();
  const worded = useWorded();
  const title = useLeadTitle();
  const kind = kindOf(line.kind);
  if (kind === null) return null;
  const what = kind === "lead" ? title(line.what) : worded(kind, line.what);
  const said = t(`h_${kind}`, { what, author: line.author, number: line.number });
  const to = leadsTo(kind, line.number, line.room);
  return (
    <>
      <bdi>{to && kind !== "joined" && kind !== "left" ? <Link to={to}>{said}</Link> : said}</bdi>{" "}
      {line.room !== null && (
        <Tag>
          <RoomLink room={{ id: line.room, name: line.room_name }} />
        </Tag>
      )}
      <span className="gk-quiet">
        <Time at={line.at} />
      </span>
    </>
  );
}
