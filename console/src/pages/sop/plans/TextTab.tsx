// The text, with every mistake marked in its place and listed below.
import { CheckCircleOutlined } from "@ant-design/icons";
import { lazy, Suspense, useMemo } from "react";
import { useGet } from "@/api/queries";
import { Loading } from "@/parts/Loading";
import { ProblemNote } from "@/parts/ProblemNote";
import type { Known } from "./complete";
import { Mistakes } from "./Mistakes";
import { marksOf } from "./marks";
import type { Desk } from "./PlanDesk";
import type { Schema } from "./schema";
import { useWords } from "./words";

const CodeText = lazy(() => import("./CodeText"));

export function TextTab(desk: Desk & { goTo: { line: number } | null }) {
  const { draft, check, may, goTo, seeLine } = desk;
  const { t } = useWords();
  const offered = useGet("/api/v1/plan-schema", {}, { staleTime: 600_000 });
  const known = useMemo<Known | null>(
    () =>
      offered.data
        ? {
            schema: offered.data.json_schema as Schema,
            accounts: offered.data.accounts,
            staff: offered.data.staff,
          }
        : null,
    [offered.data],
  );
  const { checked, current } = check;
  // Marks of an earlier text would stand in the wrong places; the editor moves them along itself.
  const marks = useMemo(
    () => (checked && current ? marksOf(draft.text, checked) : null),
    [checked, current, draft.text],
  );
  return (
    <div className="gk-plan-text">
      <Suspense fallback={<Loading />}>
        <CodeText
          label={t("editor")}
          text={draft.text}
          change={draft.setText}
          marks={marks}
          known={known}
          readOnly={!may}
          save={() => document.getElementById("gk-plan-save")?.click()}
          goTo={goTo}
        />
      </Suspense>
      <ProblemNote error={check.error} />
      <div role="status" className="gk-plan-check">
        {!current && !check.error && t("checking")}
        {current && checked?.ok && checked.warnings.length === 0 && (
          <>
            <CheckCircleOutlined /> {t("sound")}
          </>
        )}
      </div>
      {checked && <Mistakes checked={checked} seeLine={seeLine} />}
      <p className="gk-quiet gk-plan-keys">{t("keys")}</p>
    </div>
  );
}
