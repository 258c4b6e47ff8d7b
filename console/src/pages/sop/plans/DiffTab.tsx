// What the text would change, in which rooms and when; from here it is made to count.
import { useQuery } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useState } from "react";
import { post } from "@/api/client";
import { usePost } from "@/api/queries";
import { Empty } from "@/parts/Empty";
import { Loading } from "@/parts/Loading";
import { ProblemNote } from "@/parts/ProblemNote";
import { ReasonDialog } from "@/parts/ReasonDialog";
import { DatedChanges } from "./DatedChanges";
import { Mistakes } from "./Mistakes";
import type { Desk } from "./PlanDesk";
import { StepChanges } from "./StepChanges";
import { useSave } from "./useSave";
import { useWords } from "./words";

export function DiffTab(desk: Desk) {
  const { name, file, draft, check, may, seeLine } = desk;
  const { t } = useWords();
  const [asking, setAsking] = useState(false);
  const sound = check.current && check.checked?.ok === true;
  const found = useQuery({
    queryKey: ["plans", "diff", name, draft.text, file?.stands.counts],
    queryFn: () => post("/api/v1/plans/{name}/diff", { path: { name }, body: bodyOf(draft.text) }),
    enabled: sound,
  });
  const apply = useApply(desk);
  if (check.checked?.ok === false) return <Mistakes checked={check.checked} seeLine={seeLine} />;
  const diff = found.data;
  if (!diff)
    return found.error ? (
      <ProblemNote error={found.error} retry={() => void found.refetch()} />
    ) : (
      <Loading />
    );
  if (diff.before === diff.after && !draft.dirty) return <Empty hint={t("nothingDifferent")} />;
  return (
    <div className="gk-diff">
      <p>
        {t("diffHead", { rooms: diff.rooms, runs: diff.runs })}
        {may && (
          <Button type="primary" onClick={() => setAsking(true)}>
            {t("apply")}
          </Button>
        )}
      </p>
      <StepChanges changes={diff.steps} />
      <DatedChanges diff={diff} />
      <ReasonDialog
        open={asking}
        title={t("applyTitle")}
        action={t("apply")}
        busy={apply.busy}
        error={apply.error}
        act={(reason) => void apply.run(diff.before, reason).then((done) => setAsking(!done))}
        close={() => setAsking(false)}
      >
        <p>{t("applyHint")}</p>
      </ReasonDialog>
    </div>
  );
}

function bodyOf(text: string) {
  return { text, rooms: [], names: [], series: "", reason: "" };
}

/** Saves what is not saved yet, and makes it count; true when it does. */
function useApply({ name, file, draft }: Desk) {
  const { t } = useWords();
  const { message } = App.useApp();
  const save = useSave(name, draft);
  const put = usePost("/api/v1/plans/{name}/apply", ["plan-files", "runs", "steps", "calendar"]);
  const byHand = file?.apply === "by_hand";
  const run = async (before: string, reason: string): Promise<boolean> => {
    try {
      if (draft.dirty) await save.run(draft.base, reason);
      if (byHand || !draft.dirty)
        await put.mutateAsync({ path: { name }, body: { expected: before, reason } });
      void message.success(t("applied"));
      return true;
    } catch {
      return false; // the dialog shows what the API said
    }
  };
  return { run, busy: save.busy || put.isPending, error: save.error ?? put.error };
}
