// Who hears of what, how soon the next one is called, and how posts get out.
import { ALERTS, SENDING } from "./fields";
import { SettingsForm } from "./SettingsForm";
import { useWords } from "./words";

export default function Alerts() {
  const { t } = useWords();
  return (
    <SettingsForm
      groups={[
        { title: t("alerts"), fields: ALERTS },
        { title: t("sending"), fields: SENDING },
      ]}
    />
  );
}
