// "It was sent": when, and how one knows.
import { Input, Modal } from "antd";
import { useId, useState } from "react";
import { usePost } from "@/api/queries";
import { ProblemNote } from "@/parts/ProblemNote";
import { useNow } from "@/parts/Time";
import { useFocusBack } from "@/parts/useFocusBack";
import { useSaid } from "@/parts/useSaid";
import { momentOf, wallOf } from "@/parts/wall";
import { useHouse } from "@/session/useHouse";
import { useWords } from "./words";

export default function SentDialog({ id, close }: { id: number; close: () => void }) {
  const { t } = useWords();
  useFocusBack();
  const said = useSaid();
  const { zone } = useHouse();
  const now = useNow();
  const fields = useId();
  const [at, setAt] = useState(() => wallOf(now, zone));
  const [reason, setReason] = useState("");
  const send = usePost("/api/v1/deliveries/{id}/sent", ["now", "alerts"]);
  const moment = momentOf(at, zone);
  const possible = moment !== null && moment <= now;
  const act = () => {
    if (!moment) return;
    send.mutate(
      { path: { id }, body: { at: moment.toISOString(), reason: reason.trim() } },
      {
        onSuccess: () => {
          said.done(t("sentDone"));
          close();
        },
      },
    );
  };
  return (
    <Modal
      open
      title={t("sentTitle")}
      okText={t("sent")}
      okButtonProps={{ disabled: !possible || !reason.trim() }}
      confirmLoading={send.isPending}
      onOk={act}
      onCancel={close}
    >
      <p className="gk-quiet">{t("sentHint")}</p>
      <p>
        <label htmlFor={`${fields}at`}>{t("sentAt", { zone })}</label>
        <Input
          id={`${fields}at`}
          type="datetime-local"
          value={at}
          max={wallOf(now, zone)}
          status={possible ? "" : "error"}
          onChange={(event) => setAt(event.target.value)}
        />
        {!possible && <span role="alert">{t("sentAtWrong")}</span>}
      </p>
      <p>
        <label htmlFor={`${fields}why`}>{t("sentReason")}</label>
        <Input.TextArea
          id={`${fields}why`}
          value={reason}
          maxLength={2000}
          autoSize={{ minRows: 2, maxRows: 6 }}
          onChange={(event) => setReason(event.target.value)}
        />
      </p>
      <ProblemNote error={send.error} />
    </Modal>
  );
}
