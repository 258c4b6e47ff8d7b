// A link or key that is shown this once.
import { Alert, Button, Input, Modal } from "antd";
import { useState } from "react";
import { copyText } from "@/parts/copy";
import { useWords } from "./words";

interface Shown {
  title: string;
  hint: string;
  secret: string | null; // null: nothing is shown
  close: () => void;
}

export function Secret({ title, hint, secret, close }: Shown) {
  const { t } = useWords();
  const [copied, setCopied] = useState<boolean | null>(null);
  const copy = async () => setCopied(await copyText(secret ?? ""));
  const done = () => {
    setCopied(null);
    close();
  };
  return (
    <Modal
      open={secret !== null}
      title={title}
      onCancel={done}
      footer={[
        <Button key="done" onClick={done}>
          {t("close")}
        </Button>,
        <Button key="copy" type="primary" onClick={() => void copy()}>
          {copied ? t("copied") : t("copy")}
        </Button>,
      ]}
      mask={{ closable: false }}
      destroyOnHidden
    >
      <div className="gk-secret">
        <Alert type="info" showIcon title={hint} />
        <Input.TextArea
          aria-label={title}
          value={secret ?? ""}
          readOnly
          rows={3}
          onFocus={(event) => event.target.select()}
        />
        <span role="status" className="gk-quiet">
          {copied === false ? t("copyFailed") : copied ? t("copied") : ""}
        </span>
      </div>
    </Modal>
  );
}
