// The ordinary parts of a plan as fields. They change the very text that the other tab shows.
import { Alert, Button, Collapse, Tag } from "antd";
import { type ReactNode, useMemo, useState } from "react";
import { useGet } from "@/api/queries";
import { Empty } from "@/parts/Empty";
import { listed } from "@/parts/sentences";
import { Offered } from "./Attached";
import { withKey, withValue } from "./edit";
import { Field } from "./Field";
import { freshId } from "./fields";
import { useWords } from "./formWords";
import { withStep } from "./items";
import { Mistakes } from "./Mistakes";
import type { Desk } from "./PlanDesk";
import type { Path } from "./place";
import { Seats } from "./Seats";
import { StepForm } from "./StepForm";
import type { StepShape } from "./shape";
import { WhenShort } from "./WhenShort";
import { useWords as usePlanWords } from "./words";

/** Writes a value of the plan; undefined takes its key away. */
export type Write = (path: Path, value: unknown) => void;
/** Makes a change in the text. */
export type Edit = (change: (text: string) => string) => void;
/** Writes a key of a mapping under another name, with another value. */
export type Rename = (path: Path, from: string, to: string, value: string) => void;

const NONE: readonly string[] = [];

export function FormTab(desk: Desk) {
  const { draft, shape, may, check, seeLine, open } = desk;
  const { t } = useWords();
  const offered = useGet("/api/v1/plan-schema", {}, { staleTime: 600_000 });
  const { files = NONE, pieces = NONE } = offered.data ?? {};
  const chosen = useMemo(() => ({ files, pieces }), [files, pieces]);
  const [opened, setOpened] = useState<string[]>([]);
  if (!shape)
    return (
      <Empty hint={t("unreadable")}>
        <Button onClick={() => open("text")}>{t("seeText")}</Button>
      </Empty>
    );
  const edit: Edit = (change) => draft.setText(change(draft.text));
  const write: Write = (path, value) => draft.setText(withValue(draft.text, path, value));
  const rename: Rename = (...change) => draft.setText(withKey(draft.text, ...change));
  const ids = shape.steps.map((one) => one.id);
  const add = (behind: number) => {
    const step = {
      id: freshId(ids),
      seat: shape.steps[behind]?.seat || shape.seats[0]?.name || "host",
      when: { day: 1, at: "09:00" },
      say: t("says"),
    };
    draft.setText(withStep(draft.text, behind, step));
    setOpened([String(behind + 1)]);
  };
  const items = shape.steps.map((step, number) => ({
    key: String(number),
    label: <StepHead step={step} problems={check.checked?.problems ?? []} />,
    children: (
      <StepForm
        {...desk}
        shape={shape}
        step={step}
        number={number}
        write={write}
        edit={edit}
        add={add}
      >
        {check.checked && <Mistakes checked={check.checked} seeLine={seeLine} within={step} />}
      </StepForm>
    ),
  }));
  return (
    <div className="gk-form">
      {shape.others.length > 0 && <OnlyText keys={shape.others} see={() => open("text")} />}
      <div className="gk-fields">
        <Field
          label={t("title")}
          value={shape.title}
          disabled={!may}
          commit={(one) => write(["title"], one)}
        />
        <Field
          label={t("zone")}
          value={shape.zone}
          hint={t("zoneHint")}
          disabled={!may}
          commit={(one) => write(["zone"], one.trim() || undefined)}
        />
        <Field
          long
          label={t("about")}
          value={shape.about}
          disabled={!may}
          commit={(one) => write(["about"], one.trim() || undefined)}
        />
      </div>
      <h2>{t("seats")}</h2>
      <Seats
        seats={shape.seats}
        write={write}
        rename={rename}
        disabled={!may}
        staff={offered.data?.staff ?? []}
        accounts={offered.data?.accounts ?? []}
        see={() => open("text")}
      />
      <h2>{t("steps")}</h2>
      <Offered value={chosen}>
        <Collapse
          activeKey={opened}
          onChange={(keys) => setOpened(([] as string[]).concat(keys))}
          items={items}
          destroyOnHidden
        />
      </Offered>
      {may && (
        <Button className="gk-form-add" onClick={() => add(shape.steps.length - 1)}>
          {t("addStep")}
        </Button>
      )}
    </div>
  );
}

function StepHead({
  step,
  problems,
}: {
  step: StepShape;
  problems: readonly { line: number }[];
}): ReactNode {
  const { t: plan } = usePlanWords();
  const wrong = problems.filter((one) => one.line >= step.first && one.line <= step.last).length;
  const [first] = step.messages;
  const text = step.alert ?? (first?.text || first?.media?.source || first?.content || "");
  return (
    <span className="gk-step-head">
      <span className="gk-step-when">
        <WhenShort step={step} />
      </span>
      <span className="gk-step-name">
        {step.title || step.id} <span className="gk-quiet">{text.slice(0, 80)}</span>
      </span>
      {wrong > 0 && <Tag color="error">{plan("mistakes", { count: wrong })}</Tag>}
    </span>
  );
}

/** Says what the form does not show and leaves alone. */
export function OnlyText({ keys, see }: { keys: readonly string[]; see: () => void }) {
  const { t, language } = useWords();
  return (
    <Alert
      type="info"
      className="gk-only-text"
      title={t("onlyText", { keys: listed(keys, language) })}
      action={
        <Button size="small" onClick={see}>
          {t("seeText")}
        </Button>
      }
    />
  );
}
