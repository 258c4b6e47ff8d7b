// Proposed rules, tried out on what was said before anything is changed.
import { useState } from "react";
import { Link } from "react-router";
import { useGet } from "@/api/queries";
import { Loading } from "@/parts/Loading";
import { Page } from "@/parts/Page";
import { ProblemNote } from "@/parts/ProblemNote";
import { useSaid } from "@/parts/useSaid";
import { JobList } from "./JobList";
import { ProposalForm, type Wish } from "./ProposalForm";
import { Result } from "./Result";
import { useBacktests } from "./useBacktests";
import { useWords } from "./words";
import "../review.css";
import "./rules.css";

export default function Rules() {
  const { t } = useWords();
  const { jobs, list, start, cancel } = useBacktests();
  const [chosen, choose] = useState<string | null>(null);
  const shown = chosen ?? jobs.find((one) => one.state === "done")?.id ?? null;
  const said = useSaid();
  const begin = (body: Wish) => start.mutate({ body }, { onSuccess: (job) => choose(job.id) });
  return (
    <Page title={t("title")} extra={<Link to="/review">{t("back")}</Link>}>
      <p className="gk-quiet">{t("intro")}</p>
      <div className="rl-page">
        <div className="rl-ask">
          <ProposalForm busy={start.isPending} problem={start.error} start={begin} />
          <ProblemNote error={list.error} retry={() => void list.refetch()} />
          <JobList
            jobs={jobs}
            chosen={shown}
            show={choose}
            cancel={(job) => cancel.mutate({ path: { job } }, { onError: said.refused })}
          />
        </div>
        <div className="rl-answer">
          {shown && jobs.some((one) => one.id === shown && one.state === "done") && (
            <Answer job={shown} />
          )}
        </div>
      </div>
    </Page>
  );
}

function Answer({ job }: { job: string }) {
  const found = useGet("/api/v1/check/backtests/{job}", { path: { job } }, { staleTime: Infinity });
  if (!found.data) return found.error ? <ProblemNote error={found.error} /> : <Loading />;
  return <Result found={found.data} />;
}
