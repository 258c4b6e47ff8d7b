// All about one line: how it stands in each of its rooms, by whom and since when.

import { Drawer, Flex } from "antd";
import { Link } from "react-router";
import { itemsOf, useList } from "@/api/queries";
import { Empty } from "@/parts/Empty";
import { RoomLink } from "@/parts/Links";
import { Loading } from "@/parts/Loading";
import { LoadMore } from "@/parts/LoadMore";
import { ProblemNote } from "@/parts/ProblemNote";
import { StandingCounts, StandingWord } from "@/parts/Standing";
import { countsOf } from "@/parts/standings";
import { Time } from "@/parts/Time";
import { useTitled } from "@/parts/useTitled";
import type { Line, Looked } from "./calendar";
import { useWords } from "./words";

interface Shown {
  line: Line | null;
  looked: Looked;
  close: () => void;
}

export function LineDrawer({ line, looked, close }: Shown) {
  return (
    <Drawer open={line !== null} onClose={close} size={480} title={line?.title} destroyOnHidden>
      {line && <Rooms line={line} looked={looked} />}
    </Drawer>
  );
}

function Rooms({ line, looked }: { line: Line; looked: Looked }) {
  const { t } = useWords();
  const titled = useTitled();
  const { room, seat, person } = looked;
  const found = useList("/api/v1/calendar", {
    query: { day: line.day, plan: line.plan, step: line.step, room, seat, person, limit: 100 },
  });
  // The day is the house's: a step of another zone may stand beside it.
  const entries = itemsOf(found).filter((one) => one.due === line.due);
  return (
    <Flex vertical gap={12}>
      <div>
        <bdi>{line.plan_title}</bdi> · <Time at={line.due} /> ·{" "}
        {line.person ? titled(line.person) : t("bot")}
      </div>
      <StandingCounts counts={countsOf(line)} />
      <Link to={`/sop/runs/${encodeURIComponent(line.plan)}`}>{t("toGrid")}</Link>
      <ProblemNote error={found.error} retry={() => void found.refetch()} />
      {found.isPending && <Loading />}
      {found.isSuccess && entries.length === 0 && !found.hasNextPage && <Empty />}
      <ul className="cal-rooms">
        {entries.map((one) => (
          <li key={`${one.run} ${one.id ?? ""} ${one.step}`}>
            <RoomLink room={{ id: one.room, name: one.room_name }} />
            <StandingWord standing={one.laid_out ? one.standing : "foreseen"} />
            <span className="gk-quiet">
              <bdi>{titled(one.who)}</bdi> {one.at && <Time at={one.at} />}
            </span>
            {one.outcome && <span className="cal-outcome gk-quiet">{one.outcome}</span>}
          </li>
        ))}
      </ul>
      <LoadMore list={found} />
    </Flex>
  );
}
