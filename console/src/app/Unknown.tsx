import { Button, Result } from "antd";
import { Link } from "react-router";
import { useWords } from "./words";

/** An address that leads nowhere. */
export function Unknown() {
  const { t } = useWords();
  return (
    <Result
      status="404"
      title={t("unknown")}
      extra={
        <Link to="/">
          <Button type="primary">{t("home")}</Button>
        </Link>
      }
    />
  );
}
