// One step as fields: who says what when, what is expected of it, and what follows.
import { Button, Popconfirm, Space } from "antd";
import type { ReactNode } from "react";
import { ExpectFields } from "./ExpectFields";
import { withValue } from "./edit";
import { Choice, Field } from "./Field";
import { Follows } from "./Follows";
import { type Edit, OnlyText, type Write } from "./FormTab";
import { useWords } from "./formWords";
import { withoutStep, withStepUp } from "./items";
import { Messages } from "./Messages";
import type { Desk } from "./PlanDesk";
import type { Path } from "./place";
import type { PlanShape, StepShape } from "./shape";
import { WhenFields } from "./WhenFields";
import { useWords as usePlanWords } from "./words";

interface Given extends Omit<Desk, "shape"> {
  shape: PlanShape;
  step: StepShape;
  number: number;
  write: Write;
  edit: Edit;
  add: (behind: number) => void;
  children: ReactNode; // what is wrong with it
}

export function StepForm(given: Given) {
  const { shape, step, number, write, edit, may, seeLine, children } = given;
  const { t } = useWords();
  const at = ["steps", number];
  const seats = shape.seats.map((one) => ({ value: one.name, label: one.name }));
  const see = () => seeLine(step.first);
  return (
    <div className="gk-step">
      {children}
      <div className="gk-fields">
        <Field
          label={t("stepId")}
          value={step.id}
          hint={t("stepIdHint")}
          disabled={!may}
          commit={(one) => write([...at, "id"], one.trim())}
        />
        <Field
          label={t("title")}
          value={step.title}
          disabled={!may}
          commit={(one) => write([...at, "title"], one.trim() || undefined)}
        />
        <Choice
          label={t("seat")}
          value={step.seat}
          disabled={!may}
          options={seats}
          commit={(one) => write([...at, "seat"], one)}
        />
      </div>
      <WhenFields step={step} number={number} write={write} disabled={!may} steps={shape.steps} />
      <Words step={step} at={at} edit={edit} may={may} />
      <ExpectFields step={step} at={at} edit={edit} disabled={!may} />
      {(step.expect || step.otherwise.length > 0) && (
        <Follows branch="otherwise" step={step} at={at} edit={edit} may={may} seats={seats} />
      )}
      {(step.expect || step.met.length > 0) && (
        <Follows branch="then" step={step} at={at} edit={edit} may={may} seats={seats} />
      )}
      {step.others.length > 0 && <OnlyText keys={step.others} see={see} />}
      {may && <Acts {...given} />}
    </div>
  );
}

/** What is told the staff, or said in the room. */
function Words({ step, at, edit, may }: { step: StepShape; at: Path; edit: Edit; may: boolean }) {
  const { t } = useWords();
  const { t: plan } = usePlanWords();
  if (step.alert === null) {
    return <Messages messages={step.messages} owner={at} edit={edit} may={may} label={t("says")} />;
  }
  return (
    <Field
      long
      label={plan("toStaff")}
      value={step.alert}
      disabled={!may}
      commit={(one) => edit((text) => withValue(text, [...at, "alert"], one))}
    />
  );
}

function Acts({ step, number, shape, draft, add }: Given) {
  const { t } = useWords();
  const last = shape.steps.length - 1;
  const up = (which: number) => draft.setText(withStepUp(draft.text, which));
  return (
    <Space wrap className="gk-step-acts">
      <Button size="small" onClick={() => add(number)}>
        {t("addBelow")}
      </Button>
      <Button size="small" disabled={number === 0} onClick={() => up(number)}>
        {t("moveUp")}
      </Button>
      <Button size="small" disabled={number === last} onClick={() => up(number + 1)}>
        {t("moveDown")}
      </Button>
      <Popconfirm
        title={t("removeAsk", { id: step.id })}
        okText={t("remove")}
        okButtonProps={{ danger: true }}
        onConfirm={() => draft.setText(withoutStep(draft.text, number))}
      >
        <Button size="small" danger disabled={last === 0}>
          {t("remove")}
        </Button>
      </Popconfirm>
    </Space>
  );
}
