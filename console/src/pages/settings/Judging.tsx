// What makes an advert: from which score on, what each sign proves, what people's word does.

import { useFieldWords } from "./fieldWords";
import { SettingsForm } from "./SettingsForm";
import { BOUNDS, SAID, SIGNS } from "./scoreFields";
import { useWords } from "./words";

export default function Judging() {
  const { t } = useWords();
  const { t: say } = useFieldWords();
  return (
    <SettingsForm
      groups={[{ title: say(BOUNDS.name), about: say("bounds_about"), fields: BOUNDS.fields }]}
      folded={[
        { title: t("signs"), groups: SIGNS },
        { title: t("people"), groups: SAID },
      ]}
    />
  );
}
