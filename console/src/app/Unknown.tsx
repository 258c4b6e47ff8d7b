import { CompassOutlined } from "@ant-design/icons";
import { Link } from "react-router";
import { Notice } from "@/parts/Notice";
import { useWords } from "./words";

/** An address that leads nowhere. */
export function Unknown() {
  const { t } = useWords();
  return (
    <Notice icon={<CompassOutlined />} title={t("unknown")}>
      <Link to="/">{t("home")}</Link>
    </Notice>
  );
}
