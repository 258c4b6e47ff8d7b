// When a step is said, in a few words.
import { everyShown } from "./fields";
import { useWords } from "./formWords";
import type { StepShape } from "./shape";
import { said } from "./values";
import { useWords as usePlanWords } from "./words";

export function WhenShort({ step }: { step: StepShape }) {
  const { t } = useWords();
  const { t: plan } = usePlanWords();
  const { when, kind } = step;
  if (kind === "after") return <>{plan("followsStep", { step: said(when.after) })}</>;
  if (kind === "event") return <>{plan("followsEvent", { event: said(when.event) })}</>;
  if (kind === "every") return <>{`${everyShown(when.every)} ${said(when.at)}`}</>;
  if (kind === "day") return <>{t("onDay", { day: said(when.day), at: said(when.at) })}</>;
  if (kind === "event_day") return <>{`T${signed(said(when.event_day))} ${said(when.at)}`}</>;
  if (kind === "before_event") return <>{`T-${said(when.before_event)}`}</>;
  return <>{`${said(when.date)} ${said(when.at)}`}</>;
}

function signed(days: string): string {
  return days.startsWith("-") ? days : `+${days}`;
}
