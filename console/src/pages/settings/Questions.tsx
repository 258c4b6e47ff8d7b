// The questions of the entry quiz: each with the answers that pass.
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Flex, Input, Select } from "antd";
import { useWords } from "./words";

interface Question {
  ask: string;
  accept: readonly string[];
}

const MOST = 20;

export function Questions({
  id,
  value,
  disabled,
  set,
}: {
  id: string;
  value: unknown;
  disabled: boolean;
  set: (value: unknown) => void;
}) {
  const { t } = useWords();
  const given = (Array.isArray(value) ? value : []) as readonly Question[];
  const change = (place: number, part: Partial<Question>) =>
    set(given.map((one, at) => (at === place ? { ...one, ...part } : one)));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend beside the label
    <div role="group" aria-labelledby={`${id}-label`} className="gk-questions">
      {given.length === 0 && <span className="gk-quiet">{t("noQuestions")}</span>}
      {given.map((one, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a question is known by its place alone
        <Flex key={place} gap={8} align="start" data-question={place}>
          <Flex vertical gap={6} flex={1} className="gk-question">
            <Input
              aria-label={t("questionAsk", { number: place + 1 })}
              placeholder={t("questionExample")}
              value={one.ask}
              disabled={disabled}
              maxLength={300}
              onChange={(event) => change(place, { ask: event.target.value })}
            />
            <Select
              aria-label={t("questionAccept", { number: place + 1 })}
              mode="tags"
              open={false}
              suffixIcon={null}
              value={[...one.accept]}
              placeholder={t("answersHint")}
              tokenSeparators={["，", ","]}
              disabled={disabled}
              onChange={(accept: string[]) => change(place, { accept })}
            />
          </Flex>
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t("removeQuestion", { number: place + 1 })}
            disabled={disabled}
            onClick={() => set(given.filter((_, at) => at !== place))}
          />
        </Flex>
      ))}
      {!disabled && given.length < MOST && (
        <Button icon={<PlusOutlined />} onClick={() => set([...given, { ask: "", accept: [] }])}>
          {t("addQuestion")}
        </Button>
      )}
    </div>
  );
}
