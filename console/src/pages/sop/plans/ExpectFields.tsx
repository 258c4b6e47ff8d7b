// What a step is expected to bring about: numbers that all have to be reached, within a time.
import { Button } from "antd";
import { oneOf } from "@/parts/oneOf";
import { withKey, withValue } from "./edit";
import { Choice, Field } from "./Field";
import type { Edit } from "./FormTab";
import { beyondExpect, listOf, measuresOf, typedValue } from "./fields";
import { useWords } from "./formWords";
import { OnlyKeys } from "./OnlyKeys";
import type { Path } from "./place";
import { MEASURES, type Measure, type StepShape } from "./shape";
import { type Fields, said } from "./values";

interface Given {
  step: StepShape;
  at: Path;
  edit: Edit;
  disabled: boolean;
}

export function ExpectFields({ step, at, edit, disabled }: Given) {
  const { t } = useWords();
  const { expect } = step;
  const here = [...at, "expect"];
  if (!expect) {
    if (disabled) return null;
    const fresh = { speakers: "10%", within: "2h" };
    return (
      <div>
        <Button size="small" onClick={() => edit((text) => withValue(text, here, fresh))}>
          {t("addExpect")}
        </Button>
      </div>
    );
  }
  const found = measuresOf(expect);
  const free = MEASURES.find((one) => !found.includes(one));
  return (
    <fieldset className="gk-group">
      <legend>{t(found.length > 1 ? "expectAll" : "expect")}</legend>
      {found.map((one) => (
        <Measured
          key={one}
          measure={one}
          expect={expect}
          here={here}
          edit={edit}
          disabled={disabled}
          alone={found.length === 1}
        />
      ))}
      <div className="gk-fields">
        <Field
          label={t("within")}
          value={said(expect.within)}
          hint="2h"
          disabled={disabled}
          commit={(one) => edit((text) => withValue(text, [...here, "within"], typedValue(one)))}
        />
        <OnlyKeys keys={beyondExpect(expect)} />
        {!disabled && free && (
          <Button size="small" onClick={() => edit((text) => begun(text, here, free))}>
            {t("addMeasure")}
          </Button>
        )}
        {!disabled && step.otherwise.length + step.met.length === 0 && (
          <Button size="small" onClick={() => edit((text) => withValue(text, here, undefined))}>
            {t("noExpect")}
          </Button>
        )}
      </div>
    </fieldset>
  );
}

function Measured({
  measure,
  expect,
  here,
  edit,
  disabled,
  alone,
}: {
  measure: Measure;
  expect: Fields;
  here: Path;
  edit: Edit;
  disabled: boolean;
  alone: boolean;
}) {
  const { t } = useWords();
  const taken = measuresOf(expect);
  const options = MEASURES.filter((one) => one === measure || !taken.includes(one));
  const turn = (chosen: string) => {
    const to = oneOf(MEASURES, chosen);
    if (to) edit((text) => turned(text, here, measure, to, expect[measure]));
  };
  return (
    <div className="gk-fields gk-measure">
      <Choice
        label={t("measured")}
        value={measure}
        disabled={disabled}
        options={options.map((one) => ({ value: one, label: t(`measure_${one}`) }))}
        commit={turn}
      />
      <Field
        label={t("amount")}
        value={said(expect[measure])}
        hint={t("amountHint")}
        disabled={disabled}
        commit={(one) => edit((text) => withValue(text, [...here, measure], typedValue(one)))}
      />
      {measure === "matches" && (
        <Field
          label={t("wordsMeant")}
          value={Array.isArray(expect.words) ? expect.words.map(said).join("，") : ""}
          disabled={disabled}
          commit={(one) => edit((text) => withValue(text, [...here, "words"], listOf(one)))}
        />
      )}
      {!disabled && !alone && (
        <Button size="small" danger onClick={() => edit((text) => ended(text, here, measure))}>
          {t("remove")}
        </Button>
      )}
    </div>
  );
}

const WORDS = ["收到"];

function begun(text: string, here: Path, measure: Measure): string {
  const more = withValue(text, [...here, measure], 3);
  return measure === "matches" ? withValue(more, [...here, "words"], WORDS) : more;
}

function ended(text: string, here: Path, measure: Measure): string {
  const less = withValue(text, [...here, measure], undefined);
  return measure === "matches" ? withValue(less, [...here, "words"], undefined) : less;
}

/** The same amount, counted by something else. */
function turned(text: string, here: Path, from: Measure, to: Measure, amount: unknown): string {
  const value = typeof amount === "number" ? amount : said(amount);
  const other = withKey(text, here, from, to, value);
  if (to === "matches") return withValue(other, [...here, "words"], WORDS);
  return from === "matches" ? withValue(other, [...here, "words"], undefined) : other;
}
