// Chooses a room by its name; all rooms that one may see are offered.
import { Select } from "antd";
import { useEffect } from "react";
import { itemsOf, useList } from "@/api/queries";
import { useWords } from "./words";

interface Picked {
  value: number | null;
  onChange: (room: number | null) => void;
}

export function RoomPicker({ value, onChange }: Picked) {
  const { t } = useWords();
  const rooms = useList("/api/v1/rooms", { query: { limit: 500 } }, { staleTime: 60_000 });
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = rooms;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  return (
    <Select<number>
      className="gk-picker"
      aria-label={t("room")}
      placeholder={t("room")}
      allowClear
      showSearch={{ optionFilterProp: "label" }}
      value={value}
      onChange={(room: number | undefined) => onChange(room ?? null)}
      options={itemsOf(rooms).map((one) => ({ value: one.id, label: one.name || one.ref }))}
    />
  );
}
