// Words with what each proves by itself: changed, added, removed.
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Flex, Input, InputNumber } from "antd";
import { useState } from "react";
import { useWords } from "./words";

export type Scores = Readonly<Record<string, number>>;

const FIRST = 0.6;

export function WordScores({
  words,
  locked,
  label,
  set,
}: {
  words: Scores;
  label: string; // of the field for a new one
  locked: boolean;
  set: (words: Scores) => void;
}) {
  const { t } = useWords();
  const [fresh, setFresh] = useState("");
  const word = fresh.trim();
  const add = () => {
    if (!word) return;
    set({ ...words, [word]: words[word] ?? FIRST });
    setFresh("");
  };
  const without = (gone: string) =>
    Object.fromEntries(Object.entries(words).filter(([one]) => one !== gone));
  return (
    <>
      <ul className="gk-scored">
        {Object.entries(words).map(([one, score]) => (
          <li key={one}>
            <span>{one}</span>
            <InputNumber
              aria-label={t("scoreOf", { word: one })}
              min={0.05}
              max={1}
              step={0.05}
              value={score}
              disabled={locked}
              onChange={(given) => given !== null && set({ ...words, [one]: given })}
            />
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={t("removeWord", { word: one })}
              disabled={locked}
              onClick={() => set(without(one))}
            />
          </li>
        ))}
      </ul>
      {!locked && (
        <Flex gap={8}>
          <Input
            aria-label={label}
            placeholder={label}
            value={fresh}
            maxLength={40}
            onChange={(event) => setFresh(event.target.value)}
            onPressEnter={add}
          />
          <Button icon={<PlusOutlined />} onClick={add} disabled={!word}>
            {t("add")}
          </Button>
        </Flex>
      )}
    </>
  );
}
