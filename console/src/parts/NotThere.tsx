// An address that names something which is not there, or not for this reader: said plainly, with a way back.
import { CompassOutlined } from "@ant-design/icons";
import { Link } from "react-router";
import { Empty } from "./Empty";
import { type Gone, WAYS } from "./gone";
import { Notice } from "./Notice";
import { useWords } from "./words";

interface Said {
  what: Gone;
  whole?: boolean; // nothing else is on the page
}

export function NotThere({ what, whole = false }: Said) {
  const { t } = useWords();
  const title = t(`gone_${what}`);
  const back = <Link to={WAYS[what]}>{t(`back_${what}`)}</Link>;
  if (whole)
    return (
      <Notice icon={<CompassOutlined />} title={title} hint={t("goneHint")}>
        {back}
      </Notice>
    );
  return (
    <Empty hint={title}>
      <p className="gk-quiet">{t("goneHint")}</p>
      {back}
    </Empty>
  );
}
