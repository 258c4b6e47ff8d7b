// What is done with a task: it is done, one cannot, or a colleague gets it.
import { Button } from "antd";
import { lazy, Suspense, useState } from "react";
import { usePost } from "@/api/queries";
import type { Of } from "@/api/types";
import { ReasonDialog } from "@/parts/ReasonDialog";
import { useSaid } from "@/parts/useSaid";
import { useWords } from "./words";

const GiveDialog = lazy(() => import("./GiveDialog"));
const TOUCHES = ["now", "alerts"];

interface Given {
  id: number;
  owner: string | null;
  may: readonly Of<"Act">[];
  size?: "small" | "middle";
}

export function TaskActs({ id, owner, may, size = "small" }: Given) {
  const { t } = useWords();
  const said = useSaid();
  const [giving, give] = useState(false);
  const [refusing, refuse] = useState(false);
  const done = usePost("/api/v1/tasks/{id}/done", TOUCHES);
  const cannot = usePost("/api/v1/tasks/{id}/cannot", TOUCHES);
  const finish = () =>
    done.mutate(
      { path: { id } },
      { onSuccess: () => said.done(t("doneSaid")), onError: said.refused },
    );
  const passOn = (reason: string) =>
    cannot.mutate(
      { path: { id }, body: { reason } },
      {
        onSuccess: () => {
          said.done(t("cannotSaid"));
          refuse(false);
        },
      },
    );
  return (
    <>
      {may.includes("done") && (
        <Button size={size} type="primary" loading={done.isPending} onClick={finish}>
          {t("done")}
        </Button>
      )}
      {may.includes("cannot") && (
        <Button size={size} onClick={() => refuse(true)}>
          {t("cannot")}
        </Button>
      )}
      {may.includes("give") && (
        <Button size={size} onClick={() => give(true)}>
          {t("give")}
        </Button>
      )}
      <ReasonDialog
        open={refusing}
        title={t("cannotTitle")}
        action={t("cannot")}
        busy={cannot.isPending}
        error={cannot.error}
        needed
        act={passOn}
        close={() => refuse(false)}
      >
        <p className="gk-quiet">{t("cannotHint")}</p>
      </ReasonDialog>
      {giving && (
        <Suspense>
          <GiveDialog id={id} owner={owner} close={() => give(false)} />
        </Suspense>
      )}
    </>
  );
}
