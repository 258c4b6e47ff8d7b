// One room as a live conversation: what is said, what was made of it, and a place to answer.

import { ArrowLeftOutlined, FilterOutlined } from "@ant-design/icons";
import { Badge, Button } from "antd";
import { useCallback, useMemo, useState } from "react";
import { Link, useParams, useSearchParams } from "react-router";
import { useGet } from "@/api/queries";
import { numberIn } from "@/parts/address";
import { isGone } from "@/parts/gone";
import { Loading } from "@/parts/Loading";
import { NotThere } from "@/parts/NotThere";
import { Page } from "@/parts/Page";
import { ProblemNote } from "@/parts/ProblemNote";
import { useHouse } from "@/session/useHouse";
import { Conversation } from "./Conversation";
import { Filters } from "./Filters";
import { askedOf, asks, type Filter, filterIn, searchOf } from "./filter";
import { Reply } from "./Reply";
import "./rooms.css";
import { RoomFacts } from "./RoomFacts";
import type { Item } from "./window";
import { useWords } from "./words";

export default function Room() {
  const { t } = useWords();
  const id = Number(useParams().id);
  const room = useGet("/api/v1/rooms/{id}", { path: { id } });
  const [search, setSearch] = useSearchParams();
  const [filtering, setFiltering] = useState(false);
  const [answered, setAnswered] = useState<Item | null>(null);
  const { zone } = useHouse();
  const filter = useMemo(() => filterIn(search), [search]);
  const count = asks(filter);
  const asked = useMemo(() => (count ? askedOf(filter, zone) : null), [count, filter, zone]);
  const at = numberIn(search, "at");

  const narrow = useCallback(
    (next: Filter) => {
      setSearch(searchOf(next));
      setFiltering(false);
    },
    [setSearch],
  );
  const spot = useCallback(
    (message: number | null) => setSearch(message === null ? {} : { at: String(message) }),
    [setSearch],
  );
  const answer = useCallback((item: Item) => setAnswered(item), []);

  // A later look that fails must not take the talk away, nor what somebody is writing.
  if (!room.data && isGone(room.error)) return <NotThere what="room" whole />;
  if (!room.data)
    return room.error ? (
      <ProblemNote error={room.error} retry={() => void room.refetch()} />
    ) : (
      <Loading />
    );
  const name = room.data.name || room.data.ref;
  return (
    <div className="gk-room">
      <Page
        title={name}
        extra={
          <>
            <Link to="/rooms">
              <Button icon={<ArrowLeftOutlined />} aria-label={t("back")} />
            </Link>{" "}
            <Badge count={count} size="small">
              <Button
                icon={<FilterOutlined />}
                aria-label={t("openFilter")}
                onClick={() => setFiltering(true)}
              />
            </Badge>
          </>
        }
      >
        <RoomFacts room={room.data} />
        <Conversation
          key={id}
          room={id}
          name={name}
          asked={asked}
          at={asked ? null : at}
          spot={spot}
          answer={answer}
          narrow={(person) => narrow({ ...filter, person })}
          clear={() => setSearch({})}
        />
        {!asked && <Reply room={room.data} answered={answered} drop={() => setAnswered(null)} />}
      </Page>
      <Filters open={filtering} filter={filter} apply={narrow} close={() => setFiltering(false)} />
    </div>
  );
}
