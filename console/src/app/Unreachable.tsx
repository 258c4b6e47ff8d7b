import { Button, Result } from "antd";
import { useWords } from "./words";

/** The service does not answer. */
export function Unreachable({ retry }: { retry: () => void }) {
  const { t } = useWords();
  return (
    <Result
      status="warning"
      title={t("unreachable")}
      extra={
        <Button type="primary" onClick={retry}>
          {t("again")}
        </Button>
      }
    />
  );
}
