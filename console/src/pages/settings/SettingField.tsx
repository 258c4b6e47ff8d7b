// One setting on a form: its name, what it does, its control, and where its value comes from.
import { Button, Tag } from "antd";
import { useId } from "react";
import { Control } from "./Control";
import { DEFAULT, type Pending, type Setting, shownOf } from "./edits";
import type { Field } from "./fields";
import { useFieldWords } from "./fieldWords";
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
}

export function SettingField({ field, item, pending, set, locked, known }: Asked) {
  const { t } = useWords();
  const { t: say } = useFieldWords();
  const id = useId();
  const changed = pending.has(item.path);
  const value = shownOf(pending, item);
  const isDefault = changed ? pending.get(item.path) === DEFAULT : item.origin === "default";
  const hidden = item.variable !== null && item.value === null;
  return (
    <div className="gk-setting" data-setting={item.path}>
      <div className="gk-setting-name">
        <label htmlFor={id} id={`${id}-label`}>
          {say(field.label)}
        </label>
        {changed && <span className="gk-setting-dot" aria-hidden />}
        <p className="gk-quiet">{say(`${field.label}_hint`)}</p>
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
            set={(given) => set(item, given)}
          />
        )}
        <div className="gk-setting-origin">
          {item.variable !== null && <Tag>{t("fixed", { name: item.variable })}</Tag>}
          {item.variable === null && isDefault && (
            <span className="gk-quiet">{known.origin?.(item) ?? t("isDefault")}</span>
          )}
          {item.variable === null && !isDefault && (
            <>
              {known.origin && <span className="gk-quiet">{t("own")}</span>}
              {!locked && item.editable && (
                <Button size="small" type="link" onClick={() => set(item, DEFAULT)}>
                  {known.back}
                </Button>
              )}
            </>
          )}
          {!item.live && <Tag color="warning">{t("afterRestart")}</Tag>}
        </div>
      </div>
    </div>
  );
}
