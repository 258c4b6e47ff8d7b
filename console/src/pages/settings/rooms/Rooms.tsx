// Rooms with the rules that one looks for first; a room opens beside the list.
import { Card, Drawer, Grid, Input, Tag } from "antd";
import { useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { itemsOf, useList } from "@/api/queries";
import type { Item } from "@/api/types";
import { Empty } from "@/parts/Empty";
import { Loading } from "@/parts/Loading";
import { LoadMore } from "@/parts/LoadMore";
import { ProblemNote } from "@/parts/ProblemNote";
import { useCan } from "@/session/useMe";
import { wallTime } from "../edits";
import { Frame } from "../Frame";
import { RoomRules } from "./RoomRules";
import { found as matching } from "./rules";
import { useWords } from "./words";

type Room = Item<"/api/v1/settings/rooms">;

export default function Rooms() {
  const { t } = useWords();
  const can = useCan();
  const go = useNavigate();
  const { id } = useParams();
  const wide = Grid.useBreakpoint().md ?? innerWidth >= 768;
  const [words, setWords] = useState("");
  const found = useList("/api/v1/settings/rooms", { query: { limit: 200 } }, { keep: true });
  if (found.isPending) return <Loading />;
  const rooms = matching(itemsOf(found), words);
  const name = itemsOf(found).find((one) => String(one.id) === id)?.name;
  return (
    <Frame>
      {can("decide", "everywhere") && (
        <Card size="small">
          <Link to="/settings/rooms/defaults" className="gk-room-row">
            <strong>{t("defaults")}</strong>
            <span className="gk-quiet">{t("defaultsHint")}</span>
          </Link>
        </Card>
      )}
      <Card size="small">
        <Input.Search
          allowClear
          aria-label={t("search")}
          placeholder={t("search")}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
        <ProblemNote error={found.error} retry={() => void found.refetch()} />
        {rooms.length === 0 && !found.error && <Empty hint={t("none")} />}
        <ul className="gk-room-rows">
          {rooms.map((one) => (
            <li key={one.id} data-room={one.id}>
              <Row room={one} />
            </li>
          ))}
        </ul>
        <LoadMore list={found} />
      </Card>
      <Drawer
        open={id !== undefined}
        onClose={() => void go("/settings/rooms")}
        title={name === undefined ? t("rules") : t("rulesOf", { name })}
        size={wide ? 720 : "100%"}
        destroyOnHidden
      >
        {id !== undefined && <RoomRules id={Number(id)} />}
      </Drawer>
    </Frame>
  );
}

function Row({ room }: { room: Room }) {
  const { t } = useWords();
  const quiet = room.quiet_hours;
  return (
    <Link to={`/settings/rooms/${room.id}`} className="gk-room-row">
      <strong>{room.name}</strong>
      {!room.watch && <Tag color="warning">{t("unwatched")}</Tag>}
      <Tag color={room.mode === "enforce" ? "success" : "default"}>{t(room.mode)}</Tag>
      {room.series && <Tag>{room.series}</Tag>}
      {quiet && (
        <span className="gk-quiet">
          {t("quiet", { start: wallTime(quiet.start), end: wallTime(quiet.end) })}
        </span>
      )}
      <span className="gk-quiet">{room.staff.join("、") || t("nobody")}</span>
      {room.own && <Tag>{t("own")}</Tag>}
    </Link>
  );
}
