// What a change would do to config.yaml, line by line; then it is written, with a reason.
import { Alert, App, Flex, Input, Modal } from "antd";
import { useEffect, useId, useState } from "react";
import { usePost } from "@/api/queries";
import { Loading } from "@/parts/Loading";
import { ProblemNote } from "@/parts/ProblemNote";
import type { Edit } from "./edits";
import { Lines } from "./Lines";
import { useWords } from "./words";

interface Asked {
  edits: readonly Edit[]; // empty: closed
  version: string;
  done: () => void;
  close: () => void;
}

export function ChangeDialog({ edits, version, done, close }: Asked) {
  const { t, language } = useWords();
  const { message } = App.useApp();
  const [reason, setReason] = useState("");
  const field = useId();
  const preview = usePost("/api/v1/settings/preview");
  const change = usePost("/api/v1/settings/change", ["rooms", "channels"]);
  const { mutate, reset } = preview;
  const forget = change.reset;
  useEffect(() => {
    if (edits.length === 0) return;
    reset();
    forget();
    mutate({ body: { edits: [...edits], language } });
  }, [edits, language, mutate, reset, forget]);
  const found = preview.data;
  const write = () =>
    change.mutate(
      { body: { edits: [...edits], expected: version, reason: reason.trim(), language } },
      {
        onSuccess: (told) => {
          const waits = told.restart.join("、");
          void message.success(waits ? t("savedRestart", { what: waits }) : t("saved"));
          setReason("");
          done();
        },
      },
    );
  const sound = found !== undefined && found.mistakes.length === 0 && found.lines.length > 0;
  return (
    <Modal
      open={edits.length > 0}
      title={t("checkTitle")}
      okText={t("save")}
      cancelText={t("cancel")}
      okButtonProps={{ disabled: !sound }}
      confirmLoading={change.isPending}
      onOk={write}
      onCancel={close}
      width={680}
      destroyOnHidden
    >
      <Flex vertical gap={12}>
        {preview.isPending && <Loading />}
        <ProblemNote error={preview.error ?? change.error} />
        {found && found.mistakes.length > 0 && (
          <Alert
            type="error"
            showIcon
            title={t("mistakes")}
            description={
              <ul>
                {found.mistakes.map((one) => (
                  <li key={`${one.line} ${one.what}`}>{one.what}</li>
                ))}
              </ul>
            }
          />
        )}
        {found && found.lines.length === 0 && <p>{t("nothingChanges")}</p>}
        {found && found.lines.length > 0 && <Lines lines={found.lines} />}
        {found && found.restart.length > 0 && (
          <Alert type="warning" showIcon title={t("restart", { what: found.restart.join("、") })} />
        )}
        {sound && (
          <div>
            <p className="gk-quiet">{t("checkNote")}</p>
            <label htmlFor={field}>{t("reason")}</label>
            <Input
              id={field}
              value={reason}
              maxLength={500}
              onChange={(event) => setReason(event.target.value)}
            />
          </div>
        )}
      </Flex>
    </Modal>
  );
}
