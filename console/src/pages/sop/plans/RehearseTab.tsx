// The text as it is edited, played through on a virtual clock, before anybody hears it.
import { Button, Progress } from "antd";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { Problem } from "@/api/problem";
import { useGet, usePost } from "@/api/queries";
import { ProblemNote } from "@/parts/ProblemNote";
import { useCan } from "@/session/useMe";
import type { Desk } from "./PlanDesk";
import { RehearsalResult } from "./RehearsalResult";
import { type Asked, RehearseForm } from "./RehearseForm";
import { lineOf } from "./transcript";
import { useWords } from "./words";

const LOOK = 700; // ms between two looks at a job

export function RehearseTab({ name, file, draft, check, shape, seeLine }: Desk) {
  const { t } = useWords();
  const [asked, setAsked] = useSearchParams();
  const job = asked.get("job") ?? "";
  const may = useCan()("decide");
  const start = usePost("/api/v1/plans/{name}/rehearse", ["jobs"]);
  const stop = usePost("/api/v1/jobs/{job}/cancel");
  const found = useGet(
    "/api/v1/jobs/{job}",
    { path: { job } },
    { enabled: job !== "", refetchInterval: LOOK },
  );
  const [failed, setFailed] = useState<Error | null>(null);
  const begin = (body: Asked) => {
    setFailed(null);
    const text = { ...body, text: draft.text };
    start.mutate(
      { path: { name: check.checked?.name || name }, body: text },
      {
        onSuccess: (made) =>
          setAsked(
            (now) => {
              now.set("job", made.id);
              return now;
            },
            { replace: true },
          ),
        onError: setFailed,
      },
    );
  };
  const seeStep = (step: string) => {
    const line = lineOf(draft.text, step);
    if (line !== null) seeLine(line);
  };
  const now = job ? found.data : undefined;
  const going = now?.state === "waiting" || now?.state === "running";
  return (
    <div className="gk-rehearse">
      {may && (
        <RehearseForm
          needsEvent={file?.stands.needs_event ?? /event_day|before_event/.test(draft.text)}
          busy={start.isPending || going}
          sound={check.checked?.ok !== false}
          begin={begin}
        />
      )}
      <ProblemNote error={failed} />
      {going && now && (
        <div className="gk-plan-acts">
          <Progress percent={Math.round(now.share * 100)} aria-label={t("rehearsing")} />
          {now.ahead > 0 && <span>{t("waitingTurn", { count: now.ahead })}</span>}
          <Button onClick={() => stop.mutate({ path: { job } })}>{t("cancel")}</Button>
        </div>
      )}
      {now?.state === "failed" && <ProblemNote error={new Problem(0, now.problem ?? "")} />}
      {now?.state === "done" && (
        <RehearsalResult job={job} title={shape?.title ?? ""} seeStep={seeStep} />
      )}
    </div>
  );
}
