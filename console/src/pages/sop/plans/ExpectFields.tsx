// What a step is expected to bring about: one number within a time. Several stand in the text.
import { Button } from "antd";
import { Choice, Field } from "./Field";
import { OnlyText, type Write } from "./FormTab";
import { listOf, measureOf, typedValue } from "./fields";
import { useWords } from "./formWords";
import { type Fields, MEASURES, type StepShape, said } from "./shape";

interface Given {
  step: StepShape;
  at: (string | number)[];
  write: Write;
  disabled: boolean;
  see: () => void;
}

export function ExpectFields({ step, at, write, disabled, see }: Given) {
  const { t } = useWords();
  const { expect } = step;
  if (!expect) {
    if (disabled) return null;
    return (
      <div>
        <Button
          size="small"
          onClick={() => write([...at, "expect"], { speakers: "10%", within: "2h" })}
        >
          {t("addExpect")}
        </Button>
      </div>
    );
  }
  const measure = measureOf(expect);
  if (!measure) return <OnlyText keys={["expect"]} see={see} />;
  const other = (chosen: string) => write([...at, "expect"], turned(expect, measure, chosen));
  return (
    <fieldset className="gk-fields gk-group">
      <legend>{t("expect")}</legend>
      <Choice
        label={t("expect")}
        value={measure}
        disabled={disabled}
        options={MEASURES.map((one) => ({ value: one, label: t(`measure_${one}`) }))}
        commit={other}
      />
      <Field
        label={t("amount")}
        value={said(expect[measure])}
        hint={t("amountHint")}
        disabled={disabled}
        commit={(one) => write([...at, "expect", measure], typedValue(one))}
      />
      {measure === "matches" && (
        <Field
          label={t("wordsMeant")}
          value={Array.isArray(expect.words) ? expect.words.map(said).join("，") : ""}
          disabled={disabled}
          commit={(one) => write([...at, "expect", "words"], listOf(one))}
        />
      )}
      <Field
        label={t("within")}
        value={said(expect.within)}
        disabled={disabled}
        commit={(one) => write([...at, "expect", "within"], typedValue(one))}
      />
      {!disabled && step.otherwise.length + step.met.length === 0 && (
        <Button size="small" onClick={() => write([...at, "expect"], undefined)}>
          {t("noExpect")}
        </Button>
      )}
    </fieldset>
  );
}

/** The same expectation, counted by something else. */
function turned(expect: Fields, from: string, to: string): Fields {
  const { [from]: amount, words: _words, ...rest } = expect;
  const words = to === "matches" ? { words: ["收到"] } : {};
  return { [to]: amount, ...words, ...rest };
}
