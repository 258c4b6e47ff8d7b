// One setting on a form: its name, what it does, its control, and where its value comes from.
import { Button, Tag } from "antd";
import { useId } from "react";
import { Control } from "./Control";
import { DEFAULT, hoursOf, type Pending, type Setting, shownOf } from "./edits";
import type { Field } from "./fields";
import { type FieldWord, hintOf, useFieldWords } from "./fieldWords";
import { useWords } from "./words";

export interface Known {
  /** In the place of "default": how a room's rule stands to the others. */
  origin?: (item: Setting) => string;
  back: string; // what the button says that takes a setting back
}

interface Asked {
  field: Field;
  item: Setting;
  pending: Pending;
  set: (item: Setting, value: unknown) => void;
  locked: boolean;
  known: Known;
  mistake?: string | undefined;
}

export function SettingField({ field, item, pending, set, locked, known, mistake }: Asked) {
  const { t } = useWords();
  const { t: say } = useFieldWords();
  const id = useId();
  const changed = pending.has(item.path);
  const value = shownOf(pending, item);
  const isDefault = changed ? pending.get(item.path) === DEFAULT : item.origin === "default";
  const hidden = item.variable !== null && item.value === null;
  const hint = hintOf(field.label);
  const back = locked || !item.editable ? null : () => set(item, DEFAULT);
  return (
    <div className="gk-setting" data-setting={item.path}>
      <div className="gk-setting-name">
        <label htmlFor={id} id={`${id}-label`}>
          {say(field.label)}
        </label>
        {changed && <span className="gk-setting-dot" aria-hidden />}
        {hint && <p className="gk-quiet">{say(hint)}</p>}
      </div>
      <div className="gk-setting-control">
        {hidden ? (
          <span className="gk-quiet">{t("fromEnvironment")}</span>
        ) : (
          <Control
            id={id}
            field={field}
            value={value}
            disabled={locked || !item.editable}
            wrong={mistake !== undefined}
            set={(given) => set(item, given)}
          />
        )}
        {mistake !== undefined && (
          <p role="alert" id={`${id}-wrong`} className="gk-setting-wrong">
            {mistake}
          </p>
        )}
        <Origin {...{ field, item, known }} isDefault={isDefault} back={back} />
      </div>
    </div>
  );
}

interface From {
  field: Field;
  item: Setting;
  known: Known;
  isDefault: boolean;
  back: (() => void) | null; // null: it cannot be taken back from here
}

/** Where a value comes from, what would be there without it, and the way back to that. */
function Origin({ field, item, known, isDefault, back }: From) {
  const { t } = useWords();
  const usual = useTold(field, item.default);
  return (
    <div className="gk-setting-origin">
      {item.variable !== null && <Tag>{t("fixed", { name: item.variable })}</Tag>}
      {item.variable === null && isDefault && (
        <span className="gk-quiet">{known.origin?.(item) ?? t("isDefault")}</span>
      )}
      {item.variable === null && !isDefault && (
        <>
          {known.origin && <span className="gk-quiet">{t("own")}</span>}
          {usual && (
            <span className="gk-quiet">
              {t(known.origin ? "elsewhere" : "defaultIs", { value: usual })}
            </span>
          )}
          {back && (
            <Button size="small" type="link" onClick={back}>
              {known.back}
            </Button>
          )}
        </>
      )}
      {!item.live && <Tag color="warning">{t("afterRestart")}</Tag>}
    </div>
  );
}

/** A value in words, where it is short enough to be told beside another. */
function useTold(field: Field, value: unknown): string {
  const { t } = useWords();
  const { t: say } = useFieldWords();
  if (typeof value === "boolean") return t(value ? "on" : "shut");
  if (typeof value === "number") return String(value);
  const hours = field.control === "hours" ? hoursOf(value) : null;
  if (hours) return `${hours.start}–${hours.end}`;
  if (typeof value !== "string" || value.length > 20) return "";
  const word: FieldWord | undefined = field.choices?.[value];
  return word ? say(word) : value;
}
