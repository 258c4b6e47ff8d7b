// What somebody may, at a glance.
import { Tag } from "antd";
import { useAllRooms } from "@/parts/useAllRooms";
import { useWords as useCommon } from "@/parts/words";
import type { Grant, Role } from "./grants";
import { useWords } from "./words";

export function MayTags({ role, grants }: { role: Role | null; grants: readonly Grant[] }) {
  const { t } = useWords();
  const { t: say } = useCommon();
  const name = useRoomName();
  const place = (one: Grant) =>
    one.room === null ? t("series", { name: one.series }) : name(one.room);
  return (
    <>
      {role && <Tag>{t("inRooms", { role: say(role), where: t("inAll") })}</Tag>}
      {grants.map((one) => (
        <Tag key={`${one.role} ${one.room ?? one.series}`}>
          {t("inRooms", { role: say(one.role), where: place(one) })}
        </Tag>
      ))}
    </>
  );
}

/** Rooms by their names, as far as they are loaded. */
function useRoomName(): (room: number) => string {
  const { t } = useWords();
  const rooms = useAllRooms();
  const names = new Map(rooms.map((one) => [one.id, one.name]));
  return (room) => names.get(room) || t("room", { number: room });
}
