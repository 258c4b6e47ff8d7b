// The calendar of plans: what is said where, when and by whom, and what came of it.
import { LeftOutlined, RightOutlined } from "@ant-design/icons";
import { Alert, Button, Grid as Screen, Segmented } from "antd";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { itemsOf, useList } from "@/api/queries";
import { monthOf } from "@/parts/days";
import { Empty } from "@/parts/Empty";
import { Loading } from "@/parts/Loading";
import { Page } from "@/parts/Page";
import { ProblemNote } from "@/parts/ProblemNote";
import { useNow } from "@/parts/Time";
import { dayName, dayOf } from "@/parts/time";
import { useHouse } from "@/session/useHouse";
import { Agenda } from "./Agenda";
import "./calendar.css";
import {
  addressOf,
  byDay,
  daysOf,
  isWhole,
  type Line,
  type Looked,
  lookedAt,
  moved,
  periodOf,
  VIEWS,
  type View,
} from "./calendar";
import { Filters } from "./Filters";
import { Grid } from "./Grid";
import { LineDrawer } from "./LineDrawer";
import { useWords } from "./words";

const MOST = 2000; // lines of one answer

function useLooked(): [Looked, (at: Partial<Looked>) => void, string] {
  const { zone } = useHouse();
  const today = dayOf(useNow().toISOString(), zone);
  const [asked, ask] = useSearchParams();
  const looked = lookedAt(asked, today);
  const look = (at: Partial<Looked>) => ask(addressOf({ ...looked, ...at }, today));
  return [looked, look, today];
}

export default function Calendar() {
  const { t } = useWords();
  const [looked, look, today] = useLooked();
  const period = { ...periodOf(looked), limit: MOST };
  const { room, plan, seat, person } = looked;
  const found = useList(
    "/api/v1/calendar/summary",
    { query: { ...period, room, plan, seat, person } },
    { keep: true },
  );
  const whole = useList(
    "/api/v1/calendar/summary",
    { query: period },
    { enabled: !isWhole(looked), keep: true },
  );
  const lines = itemsOf(found);
  return (
    <Page title={t("title")} extra={<Steer looked={looked} look={look} today={today} />}>
      <Filters looked={looked} every={isWhole(looked) ? lines : itemsOf(whole)} look={look} />
      <ProblemNote error={found.error} retry={() => void found.refetch()} />
      {found.hasNextPage && <Alert type="info" showIcon title={t("truncated", { count: MOST })} />}
      {found.isPending ? (
        <Loading />
      ) : (
        <Shown lines={lines} looked={looked} look={look} today={today} />
      )}
    </Page>
  );
}

interface Steered {
  looked: Looked;
  look: (at: Partial<Looked>) => void;
  today: string;
}

function Shown({ lines, looked, look, today }: Steered & { lines: readonly Line[] }) {
  const { t } = useWords();
  const desk = Screen.useBreakpoint().md ?? true;
  const [opened, open] = useState<Line | null>(null);
  const weeks = daysOf(looked);
  const toDay = (day: string) => look({ view: "day", day });
  const days = byDay(lines);
  const listed = looked.view === "day" || !desk;
  const whole = isWhole(looked);
  return (
    <>
      {listed && lines.length === 0 && (
        <Empty hint={whole ? t("empty") : t("emptyFiltered")}>{whole && t("emptyHint")}</Empty>
      )}
      {listed ? (
        <Agenda days={weeks.flat()} lines={days} open={open} toDay={toDay} />
      ) : (
        <Grid
          weeks={weeks}
          lines={days}
          month={looked.view === "month" ? monthOf(looked.day) : null}
          today={today}
          open={open}
          toDay={toDay}
        />
      )}
      <LineDrawer line={opened} looked={looked} close={() => open(null)} />
    </>
  );
}

function Steer({ looked, look, today }: Steered) {
  const { t, language } = useWords();
  const go = (by: 1 | -1) => look(moved(looked, by));
  const [first, last] = [daysOf(looked).flat()[0], daysOf(looked).flat().at(-1)];
  const title =
    looked.view === "week"
      ? t("thisWeek", {
          from: dayName(first ?? looked.day, language),
          to: dayName(last ?? looked.day, language),
        })
      : looked.view === "month"
        ? monthOf(looked.day)
        : dayName(looked.day, language);
  return (
    <div className="cal-steer">
      <span className="cal-period" aria-live="polite">
        {title}
      </span>
      <Button icon={<LeftOutlined />} aria-label={t("before")} onClick={() => go(-1)} />
      <Button onClick={() => look({ day: today })}>{t("today")}</Button>
      <Button icon={<RightOutlined />} aria-label={t("after")} onClick={() => go(1)} />
      <Segmented<View>
        aria-label={t("view")}
        value={looked.view}
        onChange={(view) => look({ view })}
        options={VIEWS.map((one) => ({ value: one, label: t(one) }))}
      />
    </div>
  );
}
