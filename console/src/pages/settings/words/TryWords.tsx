// A sentence judged by the words in force: whoever changes them sees what they do.
import { Button, Card, Flex, Input, Tag } from "antd";
import { useState } from "react";
import { usePost } from "@/api/queries";
import { ProblemNote } from "@/parts/ProblemNote";
import { useWords } from "./words";

export function TryWords() {
  const { t } = useWords();
  const [text, setText] = useState("");
  const check = usePost("/api/v1/check");
  const ask = () => text.trim() && check.mutate({ body: { text: text.trim() } });
  const found = check.data;
  return (
    <Card title={t("try")}>
      <Flex vertical gap={10}>
        <span className="gk-quiet">
          {t("tryHint")} {t("taken")}
        </span>
        <Flex gap={8}>
          <Input
            aria-label={t("try")}
            placeholder={t("tryText")}
            value={text}
            maxLength={2000}
            onChange={(event) => setText(event.target.value)}
            onPressEnter={ask}
          />
          <Button onClick={ask} loading={check.isPending}>
            {t("try")}
          </Button>
        </Flex>
        <ProblemNote error={check.error} />
        {found && (
          <div aria-live="polite">
            <Tag color={found.flagged ? "error" : "success"}>
              {found.score > 0 ? t("verdict", { score: found.score.toFixed(2) }) : t("harmless")}
            </Tag>
            <ul>
              {found.reasons.map((one) => (
                <li key={one}>{one}</li>
              ))}
            </ul>
          </div>
        )}
      </Flex>
    </Card>
  );
}
