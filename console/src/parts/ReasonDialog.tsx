// Asks once more before something is done, and why; the reason is kept in the audit.
import { Input, Modal } from "antd";
import { type ReactNode, useId, useState } from "react";
import { ProblemNote } from "./ProblemNote";
import { useFocusBack } from "./useFocusBack";
import { useWords } from "./words";

interface Asking {
  open: boolean;
  title: string;
  children?: ReactNode; // what will happen, in words
  action: string; // what the button says
  danger?: boolean;
  needed?: boolean; // it cannot be done without a reason
  blocked?: boolean; // something else is missing
  busy?: boolean;
  error?: Error | null;
  act: (reason: string) => void;
  close: () => void;
}

export function ReasonDialog(asking: Asking) {
  const { open, title, children, action, danger, needed, blocked, busy, error, act, close } =
    asking;
  const { t } = useWords();
  const [reason, setReason] = useState("");
  const [past, setPast] = useState<Error | null>(null); // of the last time that it was open
  useFocusBack(open);
  const field = useId();
  const said = reason.trim();
  return (
    <Modal
      open={open}
      title={title}
      okText={action}
      cancelText={t("cancel")}
      okButtonProps={{
        danger: danger ?? false,
        disabled: (blocked ?? false) || ((needed ?? false) && !said),
      }}
      confirmLoading={busy ?? false}
      onOk={() => act(said)}
      onCancel={close}
      afterClose={() => {
        setReason("");
        setPast(error ?? null);
      }}
      destroyOnHidden
    >
      {children}
      <label htmlFor={field}>{t("reason")}</label>
      <Input.TextArea
        id={field}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        placeholder={needed ? t("reasonNeeded") : t("reasonHint")}
        autoSize={{ minRows: 2, maxRows: 6 }}
        maxLength={2000}
      />
      <ProblemNote error={error && error !== past ? error : null} />
    </Modal>
  );
}
