// All rooms, with how they stand: what needs somebody first, found by a part of their name.
import { Input, Select } from "antd";
import { useDeferredValue, useState } from "react";
import { itemsOf, useList } from "@/api/queries";
import { Empty } from "@/parts/Empty";
import { Loading } from "@/parts/Loading";
import { LoadMore } from "@/parts/LoadMore";
import { Page } from "@/parts/Page";
import { ProblemNote } from "@/parts/ProblemNote";
import { RoomList } from "./RoomList";
import "./rooms.css";
import { useStanding } from "./useStanding";
import { useWords } from "./words";

const ORDERS = ["attention", "recent", "busy", "name"] as const;
type Order = (typeof ORDERS)[number];

export default function Rooms() {
  const { t } = useWords();
  const [find, setFind] = useState("");
  const [sort, setSort] = useState<Order>("attention");
  const asked = useDeferredValue(find.trim());
  const found = useList(
    "/api/v1/rooms/health",
    { query: { sort, limit: 500, ...(asked ? { find: asked } : {}) } },
    { keep: true },
  );
  useStanding();
  const rooms = itemsOf(found);
  return (
    <Page title={t("rooms")}>
      <div className="gk-rooms-tools">
        <Input.Search
          allowClear
          placeholder={t("find")}
          aria-label={t("find")}
          value={find}
          maxLength={100}
          onChange={(event) => setFind(event.target.value)}
        />
        <Select
          aria-label={t("sort")}
          value={sort}
          onChange={setSort}
          options={ORDERS.map((value) => ({ value, label: t(value) }))}
        />
      </div>
      <ProblemNote error={found.error} retry={() => void found.refetch()} />
      {found.isPending ? (
        <Loading />
      ) : rooms.length === 0 ? (
        <Empty hint={t(asked ? "noneFit" : "noRoomsHint")} />
      ) : (
        <RoomList rooms={rooms} />
      )}
      <LoadMore list={found} />
    </Page>
  );
}
