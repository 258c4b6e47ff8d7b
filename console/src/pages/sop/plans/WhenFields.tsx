// When a step is said: the way to say it, and the values that belong to it.
import { oneOf } from "@/parts/oneOf";
import { Choice, Field } from "./Field";
import type { Write } from "./FormTab";
import { everyOf, everyShown, freshWhen, typedValue } from "./fields";
import { useWords } from "./formWords";
import { OnlyKeys } from "./OnlyKeys";
import { type StepShape, WHEN_KINDS, type WhenKind } from "./shape";
import { type Fields, said } from "./values";

const EVENTS = [
  "member_joined",
  "lead_found",
  "question_unanswered",
  "sign_up",
  "keyword",
] as const;
// The fields of each way, the first of which marks it.
const FIELDS: Record<WhenKind, readonly FieldName[]> = {
  day: ["day", "at"],
  every: ["every", "at", "since", "until"],
  after: ["after", "delay"],
  date: ["date", "at"],
  event: ["event", "delay"],
  event_day: ["event_day", "at"],
  before_event: ["before_event"],
};
type FieldName =
  | "day"
  | "at"
  | "every"
  | "since"
  | "until"
  | "after"
  | "delay"
  | "date"
  | "event"
  | "event_day"
  | "before_event";

interface Given {
  step: StepShape;
  number: number;
  write: Write;
  disabled: boolean;
  steps: readonly StepShape[];
}

export function WhenFields({ step, number, write, disabled, steps }: Given) {
  const { t } = useWords();
  const { when, kind } = step;
  const at = ["steps", number, "when"];
  const before = steps[number - 1]?.id ?? steps[0]?.id ?? "";
  const fields = kind ? FIELDS[kind].filter((one) => one !== "at" || !isCron(when)) : [];
  const hidden = Object.keys(when).filter((one) => oneOf(fields, one) === null);
  return (
    <div className="gk-fields">
      <Choice
        label={t("when")}
        value={kind}
        disabled={disabled}
        options={WHEN_KINDS.map((one) => ({ value: one, label: t(`kind_${one}`) }))}
        commit={(one) => {
          const chosen = oneOf(WHEN_KINDS, one);
          if (chosen) write(at, freshWhen(chosen, when, before));
        }}
      />
      {fields.map((name) => (
        <WhenField
          key={name}
          name={name}
          value={when[name]}
          disabled={disabled}
          others={steps.map((one) => one.id).filter((one) => one !== step.id)}
          commit={(one) => write([...at, name], one)}
        />
      ))}
      <OnlyKeys keys={hidden} />
    </div>
  );
}

/** A cron line says the time itself. */
function isCron(when: Fields): boolean {
  return typeof when.every === "string" && /\s/.test(when.every) && when.at === undefined;
}

function WhenField({
  name,
  value,
  disabled,
  others,
  commit,
}: {
  name: FieldName;
  value: unknown;
  disabled: boolean;
  others: readonly string[];
  commit: (value: unknown) => void;
}) {
  const { t } = useWords();
  const shared = { label: t(name), disabled };
  if (name === "event") {
    const options = EVENTS.map((one) => ({ value: one, label: t(`event_${one}`) }));
    return <Choice {...shared} value={said(value)} options={options} commit={commit} />;
  }
  if (name === "after") {
    const options = others.map((one) => ({ value: one, label: one }));
    return <Choice {...shared} value={said(value)} options={options} commit={commit} />;
  }
  if (name === "every") {
    const shown = everyShown(value);
    return (
      <Field
        {...shared}
        value={shown}
        hint={t("everyHint")}
        commit={(one) => commit(everyOf(one))}
        options={["day", "working_day", "holiday", "mon, wed, fri"]}
      />
    );
  }
  const type = name === "date" ? "date" : name === "at" ? "time" : "text";
  return (
    <Field {...shared} value={said(value)} type={type} commit={(one) => commit(typedValue(one))} />
  );
}
