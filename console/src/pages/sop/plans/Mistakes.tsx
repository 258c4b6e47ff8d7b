// What is wrong with a text, line by line; a click leads there.
import { Tag } from "antd";
import type { Checked } from "./useChecked";
import { useWords } from "./words";

export function Mistakes({
  checked,
  seeLine,
  within,
}: {
  checked: Checked;
  seeLine: (line: number) => void;
  within?: { first: number; last: number }; // only those of these lines
}) {
  const { t } = useWords();
  const here = (one: { line: number }) =>
    !within || (one.line >= within.first && one.line <= within.last);
  const lines = [
    ...checked.problems.map((one) => ({ ...one, grave: true })),
    ...checked.warnings.map((one) => ({ ...one, grave: false })),
  ]
    .filter(here)
    .sort((a, b) => a.line - b.line || a.column - b.column);
  if (lines.length === 0) return null;
  return (
    <ul className="gk-mistakes">
      {lines.map((one) => (
        <li key={`${one.line}:${one.column}:${one.what}`}>
          <Tag color={one.grave ? "error" : "warning"}>{t(one.grave ? "mistake" : "warning")}</Tag>
          <button
            type="button"
            onClick={() => seeLine(one.line)}
            aria-label={t("goTo", { line: one.line })}
          >
            {t("place", { line: one.line })}
          </button>
          <span>{one.what}</span>
        </li>
      ))}
    </ul>
  );
}
