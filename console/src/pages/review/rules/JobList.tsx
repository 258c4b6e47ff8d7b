import { Button, Progress, Tag } from "antd";
import { isLive, type Job } from "@/parts/jobs";
import { oneOf } from "@/parts/oneOf";
import { Ago } from "@/parts/Time";
import { useWords } from "./words";

interface Shown {
  jobs: readonly Job[];
  chosen: string | null;
  show: (job: string) => void;
  cancel: (job: string) => void;
}

const ENDS = ["done", "failed", "cancelled"] as const;
const COLOURS = { done: "success", failed: "error", cancelled: "default" } as const;

/** The back-tests that one asked for, the newest first. */
export function JobList({ jobs, chosen, show, cancel }: Shown) {
  const { t } = useWords();
  if (jobs.length === 0) return null;
  return (
    <section aria-label={t("asked")}>
      <h2>{t("asked")}</h2>
      <ul className="rl-jobs">
        {jobs.map((one) => (
          <li key={one.id} aria-current={one.id === chosen}>
            <div className="rl-row">
              <bdi className="rl-grow rl-title">{one.title || t("untitled")}</bdi>
              <Ago at={one.asked} />
            </div>
            {isLive(one) ? (
              <Going job={one} cancel={() => cancel(one.id)} />
            ) : (
              <div className="rl-row">
                <Ended job={one} />
                {one.problem && <bdi className="rl-problem">{one.problem}</bdi>}
                {one.state === "done" && (
                  <Button size="small" onClick={() => show(one.id)}>
                    {t("show")}
                  </Button>
                )}
              </div>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Ended({ job }: { job: Job }) {
  const { t } = useWords();
  const how = oneOf(ENDS, job.state);
  return how && <Tag color={COLOURS[how]}>{t(how)}</Tag>;
}

function Going({ job, cancel }: { job: Job; cancel: () => void }) {
  const { t } = useWords();
  return (
    <div className="rl-row">
      {job.state === "waiting" ? (
        <span className="rl-grow gk-quiet">{t("waiting", { ahead: job.ahead })}</span>
      ) : (
        <Progress
          className="rl-grow"
          percent={Math.round(job.share * 100)}
          status="active"
          aria-label={t("running")}
        />
      )}
      <Button size="small" onClick={cancel}>
        {t("cancel")}
      </Button>
    </div>
  );
}
