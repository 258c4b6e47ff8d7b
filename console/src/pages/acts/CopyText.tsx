// A text word by word as it is to be posted, and the button that copies it.
import { CopyOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { copyText } from "@/parts/copy";
import { useSaid } from "@/parts/useSaid";
import { useWords } from "./words";
import "./acts.css";

export function CopyText({ text }: { text: string }) {
  const { t } = useWords();
  const said = useSaid();
  const copy = async () => {
    if (await copyText(text)) said.done(t("copied"));
    else said.told(t("copyFailed"));
  };
  return (
    <div className="gk-copy">
      <pre>{text}</pre>
      <Button icon={<CopyOutlined />} onClick={() => void copy()}>
        {t("copy")}
      </Button>
    </div>
  );
}
