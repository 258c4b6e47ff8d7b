// A month or a week as a table of days.
import { dayName, weekdayName } from "@/parts/time";
import { folded, keyOf, type Line } from "./calendar";
import { LineRow } from "./LineRow";
import { useWords } from "./words";

const FEW = 4; // lines of a day that a month has room for

interface Shown {
  weeks: readonly (readonly string[])[];
  lines: ReadonlyMap<string, readonly Line[]>;
  month: string | null; // days of other months stand back; null: a week
  today: string;
  open: (line: Line) => void;
  toDay: (day: string) => void;
}

export function Grid({ weeks, lines, month, today, open, toDay }: Shown) {
  const { language } = useWords();
  return (
    <div className={month ? "cal-grid cal-month" : "cal-grid cal-week"}>
      {month &&
        weeks[0]?.map((day) => (
          <div key={day} className="cal-weekday gk-quiet" aria-hidden="true">
            {weekdayName(day, language)}
          </div>
        ))}
      {weeks.flat().map((day) => (
        <section
          key={day}
          className={dayClass(day, month, today)}
          aria-current={day === today ? "date" : undefined}
        >
          <DayHead day={day} toDay={toDay} number={month !== null} />
          <DayLines
            day={day}
            lines={lines.get(day) ?? []}
            few={month !== null}
            open={open}
            toDay={toDay}
          />
        </section>
      ))}
    </div>
  );
}

function dayClass(day: string, month: string | null, today: string): string {
  const other = month !== null && !day.startsWith(month);
  return ["cal-day", other && "cal-other", day === today && "cal-today"].filter(Boolean).join(" ");
}

interface Headed {
  day: string;
  toDay: (day: string) => void;
  number?: boolean; // only the day's number: its weekday stands above
}

export function DayHead({ day, toDay, number }: Headed) {
  const { language } = useWords();
  const name = dayName(day, language);
  return (
    <h2 className="cal-head">
      <button type="button" onClick={() => toDay(day)} aria-label={name}>
        {number ? Number(day.slice(8)) : name}
      </button>
    </h2>
  );
}

interface OfDay {
  day: string;
  lines: readonly Line[];
  few: boolean;
  open: (line: Line) => void;
  toDay: (day: string) => void;
}

function DayLines({ day, lines, few, open, toDay }: OfDay) {
  const { t } = useWords();
  const all = folded(lines);
  const shown = few && all.length > FEW ? all.slice(0, FEW - 1) : all;
  return (
    <>
      {shown.map(({ line, times, until }) =>
        times > 1 ? (
          <LineRow
            key={keyOf(line)}
            line={line}
            open={() => toDay(day)}
            short
            times={times}
            until={until}
          />
        ) : (
          <LineRow key={keyOf(line)} line={line} open={open} short />
        ),
      )}
      {shown.length < all.length && (
        <button type="button" className="cal-more" onClick={() => toDay(day)}>
          {t("more", { count: all.length - shown.length })}
        </button>
      )}
    </>
  );
}
