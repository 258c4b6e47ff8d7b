// How a step stands: a sign that is told by its shape as well as by its colour, and its word.
import {
  CheckCircleFilled,
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloseCircleFilled,
  DashOutlined,
  ExclamationCircleFilled,
  MinusCircleOutlined,
  PauseCircleFilled,
  SyncOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import "./standing.css";
import { BY_WEIGHT, type Shown } from "./standings";
import { useWords } from "./standingWords";

const SIGNS: Readonly<Record<Shown, ReactNode>> = {
  planned: <ClockCircleOutlined />,
  foreseen: <DashOutlined />,
  under_way: <SyncOutlined />,
  overdue: <ExclamationCircleFilled />,
  done: <CheckCircleFilled />,
  late: <CheckCircleOutlined />,
  skipped: <MinusCircleOutlined />,
  failed: <CloseCircleFilled />,
  held: <PauseCircleFilled />,
};

/** The sign alone; its word is read out, and shown when pointed at. */
export function StandingSign({ standing }: { standing: Shown }) {
  const { t } = useWords();
  return (
    <span
      className={`gk-standing gk-standing-${standing}`}
      role="img"
      aria-label={t(standing)}
      title={t(standing)}
    >
      {SIGNS[standing]}
    </span>
  );
}

/** Sign and word; with a number where several stand so. */
export function StandingWord({ standing, count }: { standing: Shown; count?: number }) {
  const { t } = useWords();
  return (
    <span className={`gk-standing gk-standing-${standing}`}>
      <span aria-hidden="true">{SIGNS[standing]}</span> {t(standing)}
      {count !== undefined && <b> {count}</b>}
    </span>
  );
}

/** How many stand how, the most pressing first. */
export function StandingCounts({ counts }: { counts: Partial<Record<Shown, number>> }) {
  return (
    <span className="gk-standings">
      {BY_WEIGHT.filter((one) => counts[one]).map((one) => (
        <StandingWord key={one} standing={one} count={counts[one] ?? 0} />
      ))}
    </span>
  );
}
