// The steps of a plan that are new, different or gone, each with what is different.
import { Tag } from "antd";
import type { Of } from "@/api/types";
import { oneOf } from "@/parts/oneOf";
import { useWords } from "./words";

const SIGNS = {
  "+": ["stepAdded", "success"],
  "~": ["stepChanged", "default"],
  "-": ["stepRemoved", "error"],
} as const;

export function StepChanges({ changes }: { changes: readonly Of<"StepChange">[] }) {
  const { t } = useWords();
  return (
    <ul className="gk-step-changes">
      {changes.map((one) => {
        const [word, colour] = SIGNS[oneOf(["+", "~", "-"], one.sign) ?? "~"];
        return (
          <li key={one.step}>
            <Tag color={colour}>{t(word)}</Tag> <code>{one.step}</code>
            <dl>
              {one.fields.map((field) => (
                <Change key={field.what} field={field} />
              ))}
            </dl>
          </li>
        );
      })}
    </ul>
  );
}

function Change({ field }: { field: Of<"FieldChange"> }) {
  const { t } = useWords();
  return (
    <>
      <dt>{field.what}</dt>
      <dd>
        {field.before && <del title={t("before")}>{field.before}</del>}
        {field.after && <ins title={t("afterChange")}>{field.after}</ins>}
      </dd>
    </>
  );
}
