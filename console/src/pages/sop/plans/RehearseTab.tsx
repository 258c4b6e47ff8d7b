// The text as it is edited, played through on a virtual clock, before anybody hears it.
import { Button, Progress } from "antd";
import { useSearchParams } from "react-router";
import { Problem } from "@/api/problem";
import { useGet, usePost } from "@/api/queries";
import { isLive, type Job, lookAgain } from "@/parts/jobs";
import { ProblemNote } from "@/parts/ProblemNote";
import { useStillHere } from "@/parts/useStillHere";
import { useCan } from "@/session/useMe";
import type { Desk } from "./PlanDesk";
import { RehearsalResult } from "./RehearsalResult";
import { type Asked, RehearseForm } from "./RehearseForm";
import { useWords } from "./rehearsalWords";
import { lineOf } from "./transcript";
import { useWords as usePlanWords } from "./words";

export function RehearseTab({ name, file, draft, check, shape, seeLine }: Desk) {
  const [asked, setAsked] = useSearchParams();
  const job = asked.get("job") ?? "";
  const stillHere = useStillHere();
  const may = useCan()("decide");
  const start = usePost("/api/v1/plans/{name}/rehearse", ["jobs"]);
  const found = useGet(
    "/api/v1/jobs/{job}",
    { path: { job } },
    { enabled: job !== "", refetchInterval: (last) => lookAgain(last ? [last] : []) },
  );
  const begin = (body: Asked) => {
    const text = { ...body, text: draft.text };
    start.mutate(
      { path: { name: check.checked?.name || name }, body: text },
      {
        onSuccess: (made) =>
          stillHere() &&
          setAsked(
            (now) => {
              now.set("job", made.id);
              return now;
            },
            { replace: true },
          ),
      },
    );
  };
  const seeStep = (step: string) => {
    const line = lineOf(draft.text, step);
    if (line !== null) seeLine(line);
  };
  const now = job ? found.data : undefined;
  const going = now !== undefined && isLive(now);
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
      <ProblemNote error={start.error} />
      {job && <ProblemNote error={found.error} retry={() => void found.refetch()} />}
      {now && <Followed job={now} title={shape?.title ?? ""} seeStep={seeStep} />}
    </div>
  );
}

/** How far a rehearsal is, and in the end what came of it. */
function Followed({ job, title, seeStep }: { job: Job; title: string; seeStep: SeeStep }) {
  const { t } = useWords();
  const { t: plan } = usePlanWords();
  const stop = usePost("/api/v1/jobs/{job}/cancel");
  if (job.state === "failed")
    return <ProblemNote error={job.problem ? new Problem(400, job.problem) : new Error()} />;
  if (job.state === "done") return <RehearsalResult job={job.id} title={title} seeStep={seeStep} />;
  if (!isLive(job)) return null;
  return (
    <div className="gk-plan-acts">
      <Progress percent={Math.round(job.share * 100)} aria-label={t("rehearsing")} />
      {job.ahead > 0 && <span>{t("waitingTurn", { count: job.ahead })}</span>}
      <Button onClick={() => stop.mutate({ path: { job: job.id } })}>{plan("cancel")}</Button>
      <ProblemNote error={stop.error} />
    </div>
  );
}

type SeeStep = (step: string) => void;
