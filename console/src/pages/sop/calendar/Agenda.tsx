// The same as a list, day by day: for a single day, and for phones.
import { Card } from "antd";
import { type Folded, folded, keyOf, type Line } from "./calendar";
import { DayHead } from "./Grid";
import { LineRow } from "./LineRow";

interface Shown {
  days: readonly string[];
  lines: ReadonlyMap<string, readonly Line[]>;
  open: (line: Line) => void;
  toDay: (day: string) => void;
}

/** A single day shows every line. */
function plain(lines: readonly Line[]): Folded[] {
  return lines.map((line) => ({ line, times: 1, until: line.time }));
}

export function Agenda({ days, lines, open, toDay }: Shown) {
  return (
    <div className="cal-agenda">
      {days
        .filter((day) => lines.has(day))
        .map((day) => (
          <Card key={day} size="small" title={<DayHead day={day} toDay={toDay} />}>
            {(days.length > 1 ? folded(lines.get(day) ?? []) : plain(lines.get(day) ?? [])).map(
              ({ line, times, until }) => (
                <LineRow
                  key={keyOf(line)}
                  line={line}
                  open={times > 1 ? () => toDay(day) : open}
                  times={times}
                  {...(times > 1 ? { until } : {})}
                />
              ),
            )}
          </Card>
        ))}
    </div>
  );
}
