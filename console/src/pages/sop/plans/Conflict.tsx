// Somebody else saved the plan first: shows what differs, and lets one text be chosen.
import { Button, Modal } from "antd";
import { lazy, Suspense } from "react";
import { useGet } from "@/api/queries";
import { Loading } from "@/parts/Loading";
import { ProblemNote } from "@/parts/ProblemNote";
import { useFocusBack } from "@/parts/useFocusBack";
import { useWords as useParts } from "@/parts/words";
import type { Draft } from "./useDraft";
import { useWords } from "./words";

const CompareText = lazy(() => import("./CompareText"));

interface Given {
  name: string;
  draft: Draft;
  overwrite: (version: string) => void;
  close: () => void;
}

export function Conflict({ name, draft, overwrite, close }: Given) {
  const { t } = useWords();
  useFocusBack();
  const { t: part } = useParts();
  const now = useGet("/api/v1/plan-files/{name}", { path: { name } }, { staleTime: 0 });
  const file = now.data;
  const take = () => {
    if (!file) return;
    draft.setText(file.source);
    draft.settle(file.stands.written, file.source);
    close();
  };
  return (
    <Modal
      open
      width={960}
      title={t("changedMeanwhile")}
      onCancel={close}
      footer={[
        <Button key="cancel" onClick={close}>
          {part("cancel")}
        </Button>,
        <Button key="theirs" disabled={!file} onClick={take}>
          {t("takeTheirs")}
        </Button>,
        <Button
          key="mine"
          danger
          disabled={!file}
          onClick={() => file && overwrite(file.stands.written)}
        >
          {t("keepMine")}
        </Button>,
      ]}
    >
      <ProblemNote error={now.error} />
      <p>{t("changedHint")}</p>
      {file ? (
        <Suspense fallback={<Loading />}>
          <CompareText label={t("mine")} before={file.source} after={draft.text} />
        </Suspense>
      ) : (
        <Loading />
      )}
    </Modal>
  );
}
