// One plan: opened from its file, or begun from one that comes along.

import { Button } from "antd";
import { useMemo } from "react";
import { Link, useParams, useSearchParams } from "react-router";
import { useGet } from "@/api/queries";
import type { Of } from "@/api/types";
import { usePreference } from "@/app/preferences";
import { isGone } from "@/parts/gone";
import { Loading } from "@/parts/Loading";
import { NotThere } from "@/parts/NotThere";
import { Page } from "@/parts/Page";
import { ProblemNote } from "@/parts/ProblemNote";
import type { Kept } from "./drafts";
import { emptyPlan, renamed } from "./fresh";
import { PlanDesk } from "./PlanDesk";
import { useWords } from "./words";
import "./plans.css";
import "./desk.css";

const EMPTY = "empty";

export default function PlanPage() {
  const { name = "" } = useParams();
  const [asked] = useSearchParams();
  const from = asked.get("from");
  return from ? <Begun key={name} name={name} from={from} /> : <Opened key={name} name={name} />;
}

function Opened({ name }: { name: string }) {
  const language = usePreference("language");
  const found = useGet(
    "/api/v1/plan-files/{name}",
    { path: { name }, query: { language } },
    { keep: true },
  );
  const file = found.data;
  const written = useMemo(() => (file ? writtenOf(file) : null), [file]);
  if (!file || !written) return <Waits name={name} found={found} />;
  return <PlanDesk name={name} file={file} written={written} first={written.text} />;
}

/** What the file says, with the line breaks of the editor; of a plan without a file, nothing. */
function writtenOf(file: Of<"PlanFile">): Kept {
  const text = file.source.replace(/\r\n?/g, "\n");
  return { base: file.stands.written, text: file.stands.file ? text : "" };
}

function Begun({ name, from }: { name: string; from: string }) {
  const { t } = useWords();
  const template = useGet(
    "/api/v1/plan-library/{name}",
    { path: { name: from } },
    { enabled: from !== EMPTY },
  );
  const nothing = useMemo<Kept>(() => ({ base: "", text: "" }), []);
  if (from === EMPTY) {
    const first = emptyPlan(name, t("newPlan"));
    return <PlanDesk name={name} file={null} written={nothing} first={first} />;
  }
  if (!template.data) return <Waits name={name} found={template} />;
  const first = renamed(template.data.source, name);
  return <PlanDesk name={name} file={null} written={nothing} first={first} />;
}

function Waits({ name, found }: { name: string; found: { error: Error | null } }) {
  const { t } = useWords();
  if (isGone(found.error)) return <NotThere what="plan" whole />;
  return (
    <Page title={name}>
      {found.error ? <ProblemNote error={found.error} /> : <Loading />}
      {found.error && (
        <Link to="/sop/plans">
          <Button>{t("back")}</Button>
        </Link>
      )}
    </Page>
  );
}
