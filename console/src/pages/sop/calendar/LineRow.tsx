// One line of the calendar: when, what, where; a click tells the rest.

import { StandingSign } from "@/parts/Standing";
import { useTitled } from "@/parts/useTitled";
import { type Line, signOf } from "./calendar";
import { useWords } from "./words";

interface Shown {
  line: Line;
  open: (line: Line) => void;
  short?: boolean; // in a narrow cell
  times?: number; // of a line that stands for several of its day
  until?: string;
}

export function LineRow({ line, open, short, times = 1, until }: Shown) {
  const { t } = useWords();
  const titled = useTitled();
  const rooms = line.room === null ? t("rooms", { count: line.rooms }) : line.room_name;
  const where = times > 1 ? t("times", { count: times }) : rooms;
  const time = line.time.slice(0, 5);
  return (
    <button type="button" className="cal-line" onClick={() => open(line)}>
      <StandingSign standing={signOf(line)} />
      <span className="cal-time">{until ? `${time}–${until.slice(0, 5)}` : time}</span>
      <span className="cal-title">
        <bdi>{line.title}</bdi>
        {!short && (
          <span className="gk-quiet">
            {" · "}
            <bdi>{line.plan_title}</bdi>
          </span>
        )}
      </span>
      <span className="cal-where gk-quiet">
        {line.person && <bdi className="cal-person">{titled(line.person)}</bdi>} <bdi>{where}</bdi>
      </span>
    </button>
  );
}
