// The same as a list, day by day: for a single day, and for phones.
import { Card } from "antd";
import { keyOf, type Line } from "./calendar";
import { DayHead } from "./Grid";
import { LineRow } from "./LineRow";

interface Shown {
  days: readonly string[];
  lines: ReadonlyMap<string, readonly Line[]>;
  open: (line: Line) => void;
  toDay: (day: string) => void;
}

export function Agenda({ days, lines, open, toDay }: Shown) {
  return (
    <div className="cal-agenda">
      {days
        .filter((day) => lines.has(day))
        .map((day) => (
          <Card key={day} size="small" title={<DayHead day={day} toDay={toDay} />}>
            {lines.get(day)?.map((line) => (
              <LineRow key={keyOf(line)} line={line} open={open} />
            ))}
          </Card>
        ))}
    </div>
  );
}
