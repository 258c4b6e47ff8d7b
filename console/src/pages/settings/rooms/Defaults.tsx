// The rules for all rooms: what a room does not set itself.
import { LeftOutlined } from "@ant-design/icons";
import { Link } from "react-router";
import { ADMIN_RULES, RULES } from "../fields";
import { FINER_OF_ALL } from "../ruleFields";
import { SettingsForm } from "../SettingsForm";
import { useWords as useCommon } from "../words";
import { useWords } from "./words";

const all = (path: string) => `rooms.defaults.${path}`;

export default function Defaults() {
  const { t } = useWords();
  const { t: say } = useCommon();
  return (
    <SettingsForm
      groups={[
        { title: t("defaults"), fields: RULES.map((one) => ({ ...one, path: all(one.path) })) },
        { title: t("admin"), fields: ADMIN_RULES.map((one) => ({ ...one, path: all(one.path) })) },
      ]}
      folded={[{ title: say("finer"), groups: FINER_OF_ALL }]}
    >
      {() => (
        <Link to="/settings/rooms">
          <LeftOutlined /> {t("back")}
        </Link>
      )}
    </SettingsForm>
  );
}
