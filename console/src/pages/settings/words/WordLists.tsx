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
        label={t("add")}
        set={(given) => set(item, given)}
      />
    </Card>
  );
}

function Leads({ items, set, locked, pending }: Given) {
  const { t } = useWords();
  const shipped = items.find((one) => one.path === "leads.categories");
  const item = items.find((one) => one.path === "leads.add");
  if (!shipped || !item) return null;
  const own = (shownOf(pending, item) ?? {}) as Readonly<Record<string, Scores>>;
  const kinds = (shipped.value ?? {}) as Readonly<Record<string, Category>>;
  const change = (name: string, words: Scores) => {
    const { [name]: _, ...others } = own;
    set(item, Object.keys(words).length > 0 ? { ...others, [name]: words } : others);
  };
  return (
    <Card title={t("leads")}>
      <p className="gk-quiet">{t("leadsHint")}</p>
      {Object.entries(kinds).map(([name, kind]) => (
        <section key={name} className="gk-category" aria-label={kind.title}>
          <h2 className="gk-part">{kind.title}</h2>
          <p className="gk-quiet">{shippedWords(kind, t)}</p>
          <WordScores
            words={own[name] ?? {}}
            locked={locked || !item.editable}
            label={t("addTo", { kind: kind.title })}
            set={(words) => change(name, words)}
          />
        </section>
      ))}
    </Card>
  );
}

const FEW = 8;

function shippedWords(kind: Category, t: ReturnType<typeof useWords>["t"]): string {
  const words = Object.keys(kind.words);
  const some = words.slice(0, FEW).join("、");
  return words.length > FEW
    ? t("shippedMore", { words: some, count: words.length })
    : t("shipped", { words: some });
}
