// Two numbers are one person: who, which number stays, and what moves, before anything is done.
import { Alert, App, Flex, Modal, Segmented } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useGet, usePost } from "@/api/queries";
import type { Of } from "@/api/types";
import { ProblemNote } from "@/parts/ProblemNote";
import { useFocusBack } from "@/parts/useFocusBack";
import { useStillHere } from "@/parts/useStillHere";
import { useWords as useParts } from "@/parts/words";
import { PersonPicker } from "./PersonPicker";
import { useWords } from "./words";

export function MergeDialog({ person, close }: { person: Of<"Profile">; close: () => void }) {
  const { t } = useWords();
  useFocusBack();
  const { t: parts } = useParts();
  const { message } = App.useApp();
  const go = useNavigate();
  const stillHere = useStillHere();
  const own = person.student_id;
  const [other, setOther] = useState<number | null>(null);
  const [kept, setKept] = useState<number | null>(null);
  const into = kept ?? (other === null ? own : Math.min(own, other));
  const source = into === own ? other : own;
  const preview = useGet(
    "/api/v1/people/{id}/merge-preview",
    { path: { id: source ?? 0 }, query: { into } },
    { enabled: source !== null },
  );
  const merge = usePost("/api/v1/people/{id}/merge", ["people", "merges", "leads", "cases"]);
  const act = () => {
    if (source === null) return;
    merge.mutate(
      { path: { id: source }, body: { into, reason: "" } },
      {
        onSuccess: () => {
          void message.success(t("merged", { source, into }));
          close();
          if (stillHere()) void go(`/people/${into}`);
        },
      },
    );
  };
  return (
    <Modal
      open
      title={t("mergeTitle")}
      okText={t("mergeDo")}
      cancelText={parts("cancel")}
      okButtonProps={{ disabled: !preview.data || preview.data.problem !== null }}
      confirmLoading={merge.isPending}
      onOk={act}
      onCancel={close}
    >
      <Flex vertical gap={12}>
        <PersonPicker
          without={own}
          value={other}
          onChange={(student) => {
            setOther(student);
            setKept(null);
          }}
        />
        {other !== null && (
          <div>
            <p id="gk-merge-keep">{t("mergeKeep")}</p>
            <Segmented
              aria-labelledby="gk-merge-keep"
              options={[own, other].map((value) => ({ value, label: String(value) }))}
              value={into}
              onChange={setKept}
            />
          </div>
        )}
        <ProblemNote error={preview.error ?? merge.error} />
        {preview.data && source !== null && <Preview seen={preview.data} />}
      </Flex>
    </Modal>
  );
}

function Preview({ seen }: { seen: Of<"MergePreview"> }) {
  const { t } = useWords();
  const { source, into, messages } = seen;
  if (seen.problem !== null) return <Alert type="error" showIcon title={seen.problem} />;
  return (
    <div aria-live="polite">
      <p>
        <bdi>{seen.source_name}</bdi> {source} → <bdi>{seen.into_name}</bdi> {into}
      </p>
      <p>{t("mergeMoves", { count: seen.identities, into })}</p>
      <p>{t("mergeKnown", { source, into, messages })}</p>
      {seen.shared_rooms > 0 && (
        <Alert type="warning" showIcon title={t("mergeShared", { count: seen.shared_rooms })} />
      )}
      <p className="gk-quiet">{t("mergeUndo")}</p>
    </div>
  );
}
