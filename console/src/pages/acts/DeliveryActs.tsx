// What a person decides of a post that is held: send it, leave it, or it was sent already.
import { App, Button } from "antd";
import { lazy, Suspense, useState } from "react";
import { usePost } from "@/api/queries";
import type { Of } from "@/api/types";
import { useSaid } from "@/parts/useSaid";
import { useWords } from "./words";

const SentDialog = lazy(() => import("./SentDialog"));

export function DeliveryActs({ id, may }: { id: number; may: readonly Of<"Act">[] }) {
  const { t } = useWords();
  const said = useSaid();
  const { modal } = App.useApp();
  const [asking, ask] = useState(false);
  const release = usePost("/api/v1/deliveries/{id}/release", ["now", "alerts"]);
  const cancel = usePost("/api/v1/deliveries/{id}/cancel", ["now", "alerts"]);
  const confirm = (
    how: typeof release | typeof cancel,
    title: string,
    content: string,
    then: string,
  ) =>
    void modal.confirm({
      title,
      content,
      okText: title,
      onOk: () =>
        how
          .mutateAsync({ path: { id } })
          .then(() => said.done(then))
          .catch(said.refused),
    });
  return (
    <>
      {may.includes("release") && (
        <Button
          size="small"
          loading={release.isPending}
          onClick={() => confirm(release, t("release"), t("releaseAsk"), t("released"))}
        >
          {t("release")}
        </Button>
      )}
      {may.includes("sent") && (
        <Button size="small" onClick={() => ask(true)}>
          {t("sent")}
        </Button>
      )}
      {may.includes("cancel") && (
        <Button
          size="small"
          danger
          loading={cancel.isPending}
          onClick={() => confirm(cancel, t("cancel"), t("cancelAsk"), t("cancelled"))}
        >
          {t("cancel")}
        </Button>
      )}
      {asking && (
        <Suspense>
          <SentDialog id={id} close={() => ask(false)} />
        </Suspense>
      )}
    </>
  );
}
