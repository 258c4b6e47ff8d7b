// An erasure cannot be undone: it says what it takes, and asks for the number typed.
import { Alert, Form, Input, Modal } from "antd";
import { useId, useState } from "react";
import { useGet, usePost } from "@/api/queries";
import type { Of } from "@/api/types";
import { ProblemNote } from "@/parts/ProblemNote";
import { useFocusBack } from "@/parts/useFocusBack";
import { useWords as useParts } from "@/parts/words";
import { useWords } from "./words";

/** Groups of answers that name people, or quote them: all of them are old when somebody is erased. */
export const NAMED_IN = [
  ...["people", "erasures", "merges", "tags", "messages", "rooms", "leads", "cases"],
  ...["questions", "appeals", "alerts", "now", "deliveries", "tasks", "audit"],
];

export function EraseDialog({ person, close }: { person: Of<"Profile">; close: () => void }) {
  const { t } = useWords();
  useFocusBack();
  const { t: parts } = useParts();
  const [typed, setTyped] = useState("");
  const [reason, setReason] = useState("");
  const number = useId();
  const why = useId();
  const student = person.student_id;
  const preview = useGet("/api/v1/people/{id}/erasure", { path: { id: student } });
  const erase = usePost("/api/v1/people/{id}/erase", NAMED_IN);
  const ready = typed.trim() === String(student) && reason.trim() !== "" && preview.isSuccess;
  const act = () =>
    erase.mutate(
      { path: { id: student }, body: { typed: student, reason: reason.trim() } },
      { onSuccess: close },
    );
  return (
    <Modal
      open
      title={t("eraseTitle", { student })}
      okText={t("eraseDo")}
      cancelText={parts("cancel")}
      okButtonProps={{ danger: true, disabled: !ready }}
      confirmLoading={erase.isPending}
      onOk={act}
      onCancel={close}
    >
      <Form layout="vertical" component="div">
        <Alert type="warning" showIcon title={t("eraseWarn")} />
        <ProblemNote error={preview.error} retry={() => void preview.refetch()} />
        {preview.data && (
          <p>
            {t("eraseCounts", {
              accounts: preview.data.identities,
              names: preview.data.names,
              messages: preview.data.messages,
              notes: preview.data.counts.notes ?? 0,
            })}
          </p>
        )}
        <p className="gk-quiet">{t("eraseAgain")}</p>
        <p className="gk-quiet">{t("eraseBackups")}</p>
        <Form.Item label={t("eraseReason")} htmlFor={why}>
          <Input
            id={why}
            value={reason}
            maxLength={200}
            onChange={(event) => setReason(event.target.value)}
          />
        </Form.Item>
        <Form.Item label={t("eraseTyped", { student })} htmlFor={number}>
          <Input
            id={number}
            value={typed}
            inputMode="numeric"
            autoComplete="off"
            onChange={(event) => setTyped(event.target.value)}
          />
        </Form.Item>
        <ProblemNote error={erase.error} />
      </Form>
    </Modal>
  );
}
