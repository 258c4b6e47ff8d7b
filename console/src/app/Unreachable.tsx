import { DisconnectOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { Notice } from "@/parts/Notice";
import { useWords } from "./words";

/** The service does not answer. */
export function Unreachable({ retry }: { retry: () => void }) {
  const { t } = useWords();
  return (
    <Notice icon={<DisconnectOutlined />} title={t("unreachable")}>
      <Button type="primary" onClick={retry}>
        {t("again")}
      </Button>
    </Notice>
  );
}
