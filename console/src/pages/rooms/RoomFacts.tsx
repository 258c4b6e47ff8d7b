// What holds in the room, in a line below its name.
import { Tag } from "antd";
import type { Answer } from "@/api/types";
import { useWords } from "./words";

export function RoomFacts({ room }: { room: Answer<"/api/v1/rooms/{id}", "get"> }) {
  const { t } = useWords();
  return (
    <p className="gk-room-facts gk-quiet">
      <span>{t("members", { count: room.members })}</span>
      {room.rules.series && <Tag>{room.rules.series}</Tag>}
      <Tag color={room.rules.mode === "enforce" ? "warning" : "default"}>
        {t(room.rules.mode === "enforce" ? "enforce" : "observe")}
      </Tag>
      {!room.rules.watch && <Tag color="error">{t("unwatched")}</Tag>}
      {room.left && <Tag color="error">{t("notPresent")}</Tag>}
    </p>
  );
}
