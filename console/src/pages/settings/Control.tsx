// The control of one setting: a switch, a number, a text, a choice, a list, people, quiet hours.
import { Button, Flex, Input, InputNumber, Select, Switch } from "antd";
import { hoursOf } from "./edits";
import type { Field } from "./fields";
import { useFieldWords } from "./fieldWords";
import { Questions } from "./Questions";
import { useStaffNames } from "./useStaffNames";
import { useWords } from "./words";

interface Asked {
  id: string;
  field: Field;
  value: unknown;
  disabled: boolean;
  wrong?: boolean;
  set: (value: unknown) => void;
}

const LENGTH = { placeholder: "15m", className: "gk-setting-length" };
const SHARE = { step: 0.05 };

export function Control(asked: Asked) {
  const { id, field, value, disabled, set } = asked;
  const status = asked.wrong ? "error" : "";
  const told = asked.wrong ? { "aria-describedby": `${id}-wrong` } : {};
  switch (field.control) {
    case "switch":
      return <Switch id={id} checked={value === true} disabled={disabled} onChange={set} />;
    case "number":
    case "share":
      return (
        <InputNumber
          id={id}
          {...told}
          status={status}
          {...(field.control === "share" ? SHARE : {})}
          value={typeof value === "number" ? value : null}
          disabled={disabled}
          onChange={(given) => set(given)}
        />
      );
    case "long":
      return (
        <Input.TextArea
          id={id}
          {...told}
          status={status}
          value={String(value ?? "")}
          placeholder={field.example ?? ""}
          disabled={disabled}
          autoSize={{ minRows: 2, maxRows: 6 }}
          maxLength={2000}
          onChange={(event) => set(event.target.value)}
        />
      );
    case "choice":
      return <Choice {...asked} />;
    case "list":
    case "staff":
      return <Names {...asked} />;
    case "hours":
      return <Quiet {...asked} />;
    case "questions":
      return <Questions {...{ id, value, disabled, set }} />;
    default:
      return (
        <Input
          id={id}
          {...told}
          status={status}
          value={String(value ?? "")}
          {...(field.control === "length" ? LENGTH : {})}
          disabled={disabled}
          maxLength={200}
          onChange={(event) => set(event.target.value)}
        />
      );
  }
}

function Choice({ id, field, value, disabled, set }: Asked) {
  const { t: say } = useFieldWords();
  const options = Object.entries(field.choices ?? {}).map(([one, word]) => ({
    value: one,
    label: say(word),
  }));
  return (
    <Select
      id={id}
      className="gk-setting-wide"
      value={String(value ?? "")}
      options={options}
      disabled={disabled}
      onChange={set}
    />
  );
}

function Names({ id, field, value, disabled, set }: Asked) {
  const { t } = useWords();
  const people = useStaffNames(field.control === "staff");
  const given = Array.isArray(value) ? (value as string[]) : [];
  const known = field.control === "staff" && people.length > 0;
  return (
    <Select
      id={id}
      className="gk-setting-wide"
      mode={known ? "multiple" : "tags"}
      value={given}
      options={people}
      {...(known ? {} : { open: false, suffixIcon: null })}
      placeholder={t(known ? "who" : "typeAndEnter")}
      tokenSeparators={["，", ",", "\n"]}
      disabled={disabled}
      onChange={(names: string[]) => set(names.map((one) => one.trim()).filter(Boolean))}
    />
  );
}

function Quiet({ id, value, disabled, set }: Asked) {
  const { t } = useWords();
  const hours = hoursOf(value);
  if (hours === null)
    return (
      <Button id={id} disabled={disabled} onClick={() => set({ start: "22:30", end: "07:30" })}>
        {t("setQuiet")}
      </Button>
    );
  return (
    <Flex gap={8} align="center" wrap>
      <Input
        id={id}
        type="time"
        className="gk-setting-time"
        aria-label={t("from")}
        value={hours.start}
        disabled={disabled}
        onChange={(event) => set({ ...hours, start: event.target.value })}
      />
      <span className="gk-quiet">{t("to")}</span>
      <Input
        type="time"
        className="gk-setting-time"
        aria-label={t("to")}
        value={hours.end}
        disabled={disabled}
        onChange={(event) => set({ ...hours, end: event.target.value })}
      />
      {!disabled && (
        <Button type="link" size="small" onClick={() => set(null)}>
          {t("noQuiet")}
        </Button>
      )}
    </Flex>
  );
}
