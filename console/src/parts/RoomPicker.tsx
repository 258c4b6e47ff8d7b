// Chooses a room by its name; all rooms that one may see are offered.
import { Select } from "antd";
import { useAllRooms } from "./useAllRooms";
import { useWords } from "./words";

interface Picked {
  value: number | null;
  onChange: (room: number | null) => void;
}

export function RoomPicker({ value, onChange }: Picked) {
  const { t } = useWords();
  const rooms = useAllRooms();
  return (
    <Select<number>
      className="gk-picker"
      aria-label={t("room")}
      placeholder={t("room")}
      allowClear
      showSearch={{ optionFilterProp: "label" }}
      value={value}
      onChange={(room: number | undefined) => onChange(room ?? null)}
      options={rooms.map((one) => ({ value: one.id, label: one.name || one.ref }))}
    />
  );
}
