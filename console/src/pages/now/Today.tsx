// Today so far beside what is usual by now: the house, and the rooms that are unlike themselves.
import { ArrowDownOutlined, ArrowUpOutlined } from "@ant-design/icons";
import { useGet } from "@/api/queries";
import type { Of } from "@/api/types";
import { RoomLink } from "@/parts/Links";
import { ProblemNote } from "@/parts/ProblemNote";
import { type Figure, highest, levelOf, line, round, strangest } from "./logic";
import { useWords } from "./words";

const EVERY = 30_000; // ms; the service counts no oftener
const ROOMS = 5;
const BOX = { width: 92, height: 24 };

export function Today() {
  const { t } = useWords();
  const { data, error, refetch } = useGet(
    "/api/v1/now/figures",
    { query: { limit: ROOMS } },
    { refetchInterval: EVERY, staleTime: EVERY, keep: true },
  );
  const known = data?.figures.some((one) => one.usual !== null) ?? true;
  return (
    <aside className="gk-today" aria-label={t("today")}>
      <h2 className="gk-items-head">{t("today")}</h2>
      <p className="gk-quiet gk-today-hint">{t(known ? "todayHint" : "noUsual")}</p>
      <ProblemNote error={error} retry={() => void refetch()} />
      <ul className="gk-today-figures">
        {data?.figures.map((one) => (
          <Row key={one.measure} figure={one} />
        ))}
      </ul>
      {data && known && <Strange rooms={data.rooms} />}
    </aside>
  );
}

function Row({ figure }: { figure: Figure }) {
  const { t } = useWords();
  return (
    <li data-measure={figure.measure}>
      <span>{t(figure.measure)}</span>
      <strong>{figure.count}</strong>
      <span className="gk-quiet gk-figure-usual">
        {figure.usual !== null && t("usually", { count: round(figure.usual) })}
      </span>
      <Arrow figure={figure} />
      <Trend figure={figure} />
    </li>
  );
}

function Arrow({ figure }: { figure: Of<"Figure"> }) {
  const { t } = useWords();
  const level = levelOf(figure);
  if (level === "above")
    return <ArrowUpOutlined className="gk-above" title={t("above")} aria-label={t("above")} />;
  if (level === "below")
    return <ArrowDownOutlined className="gk-below" title={t("below")} aria-label={t("below")} />;
  return <span />;
}

function Trend({ figure }: { figure: Figure }) {
  const { t } = useWords();
  const { width, height } = BOX;
  const most = highest(figure.hours, figure.usual_hours);
  return (
    <svg
      viewBox={`0 -1 ${width} ${height + 2}`}
      className="gk-trend"
      role="img"
      aria-label={t("trend", { measure: t(figure.measure) })}
    >
      <path d={line(figure.usual_hours, most, width, height)} className="gk-trend-usual" />
      <path d={line(figure.hours, most, width, height)} className="gk-trend-today" />
    </svg>
  );
}

function Strange({ rooms }: { rooms: readonly Of<"RoomToday">[] }) {
  const { t } = useWords();
  const told = rooms.flatMap((room) => {
    const figure = strangest(room.figures);
    return figure ? [{ room, figure }] : [];
  });
  return (
    <>
      <h3 className="gk-items-head">{t("strange")}</h3>
      {told.length === 0 && <p className="gk-quiet">{t("quiet")}</p>}
      <ul className="gk-strange">
        {told.map(({ room, figure }) => (
          <li key={room.room}>
            <RoomLink room={{ id: room.room, name: room.name }} />
            <span className="gk-quiet">
              <Arrow figure={figure} />{" "}
              {t("strangeIs", {
                measure: t(figure.measure),
                count: figure.count,
                usual: round(figure.usual ?? 0),
              })}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
