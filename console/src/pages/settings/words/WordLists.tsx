// Which words make an advert, which make a lead, and which are harmless.
import { Card } from "antd";
import { type Pending, type Setting, shownOf } from "../edits";
import { LEADS, LISTS, SCORED } from "../fields";
import { type SetOne, SettingsForm } from "../SettingsForm";
import { TryWords } from "./TryWords";
import { type Scores, WordScores } from "./WordScores";
import { useWords } from "./words";

interface Category {
  title: string;
  words: Scores;
}

export default function WordLists() {
  const { t } = useWords();
  return (
    <SettingsForm
      right="plan"
      groups={[
        { title: t("more"), fields: LISTS },
        { title: t("leadRules"), fields: LEADS },
      ]}
    >
      {(items, set, locked, pending) => (
        <>
          <TryWords />
          <Own {...{ items, set, locked, pending }} />
          <Leads {...{ items, set, locked, pending }} />
        </>
      )}
    </SettingsForm>
  );
}

interface Given {
  items: readonly Setting[];
  set: SetOne;
  locked: boolean;
  pending: Pending;
}

function Own({ items, set, locked, pending }: Given) {
  const { t } = useWords();
  const item = items.find((one) => one.path === SCORED);
  if (!item) return null;
  const words = (shownOf(pending, item) ?? {}) as Scores;
  return (
    <Card title={t("own")}>
      <p className="gk-quiet">{t("ownHint")}</p>
      {Object.keys(words).length === 0 && <p className="gk-quiet">{t("ownNone")}</p>}
      <WordScores
        words={words}
        locked={locked || !item.editable}
        set={(given) => set(item, given)}
      />
    </Card>
  );
}

function Leads({ items, set, locked, pending }: Given) {
  const { t } = useWords();
  const item = items.find((one) => one.path === "leads.categories");
  if (!item) return null;
  const all = (shownOf(pending, item) ?? {}) as Readonly<Record<string, Category>>;
  return (
    <Card title={t("leads")}>
      <p className="gk-quiet">{t("leadsHint")}</p>
      {Object.entries(all).map(([name, category]) => (
        <details key={name} className="gk-category">
          <summary>
            {category.title} <span className="gk-quiet">{Object.keys(category.words).length}</span>
          </summary>
          <WordScores
            words={category.words}
            locked={locked || !item.editable}
            set={(words) => set(item, { ...all, [name]: { ...category, words } })}
          />
        </details>
      ))}
    </Card>
  );
}
