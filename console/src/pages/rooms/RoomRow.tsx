// A room in the list: its name, what waits in it, how lively it is, whether we can speak there.
import { memo } from "react";
import { Link } from "react-router";
import type { Of } from "@/api/types";
import { Sentence } from "@/parts/Sentence";
import { Ago, Time } from "@/parts/Time";
import { useWords } from "./words";

export const RoomRow = memo(function RoomRow({ room }: { room: Of<"RoomStanding"> }) {
  const { t } = useWords();
  const { rules } = room;
  return (
    <Link to={`/rooms/${room.id}`} className="gk-rooms-row">
      <span className="gk-room-name">
        <bdi>{room.name || room.ref}</bdi>
        {rules.series && <span className="gk-badge">{rules.series}</span>}
        {rules.tags.map((tag) => (
          <span key={tag} className="gk-badge">
            {tag}
          </span>
        ))}
      </span>
      <span className="gk-room-waits">
        <Waits room={room} />
      </span>
      <span className="gk-room-talk gk-quiet">
        <span>{t("members", { count: room.members })}</span>
        <span>
          {room.usual !== null && room.usual_weeks > 0
            ? t("todayUsual", { count: room.today, usual: Math.round(room.usual) })
            : t("today", { count: room.today })}
        </span>
        <span>{room.last ? <Ago at={room.last} /> : t("silent")}</span>
        {!rules.watch && <span>{t("unwatched")}</span>}
        {room.quiet_until && (
          <span>
            <Sentence say={(until) => t("quiet", { until })}>
              <Time at={room.quiet_until} />
            </Sentence>
          </span>
        )}
      </span>
    </Link>
  );
});

function Waits({ room }: { room: Of<"RoomStanding"> }) {
  const { t } = useWords();
  const trouble = room.present ? (room.able ? null : t("notAble")) : t("notPresent");
  return (
    <>
      {trouble && <span className="gk-mark gk-mark-bad">{trouble}</span>}
      {room.alerts > 0 && (
        <span className="gk-mark gk-mark-bad">{t("alerts", { count: room.alerts })}</span>
      )}
      {room.cases > 0 && (
        <span className="gk-mark gk-mark-warn">{t("cases", { count: room.cases })}</span>
      )}
      {room.questions > 0 && (
        <span className="gk-mark gk-mark-warn">{t("questions", { count: room.questions })}</span>
      )}
      {room.leads > 0 && (
        <span className="gk-mark gk-mark-good">{t("leads", { count: room.leads })}</span>
      )}
    </>
  );
}
