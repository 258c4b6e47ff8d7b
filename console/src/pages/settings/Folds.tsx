// Groups of settings that are opened one by one: there are many, and few are ever changed.
import { Collapse, Flex, Tag } from "antd";
import type { ReactNode } from "react";
import type { FieldGroup } from "./fields";
import { useFieldWords } from "./fieldWords";
import { useWords } from "./words";

export interface Fold {
  group: FieldGroup;
  own: number; // how many are set here
  off: boolean; // trusted so far as nothing: switched off
  wrong: number; // how many would be a mistake
  children: ReactNode;
}

export function Folds({ folds }: { folds: readonly Fold[] }) {
  const { t } = useWords();
  const { t: say } = useFieldWords();
  return (
    <Collapse
      className="gk-folds"
      items={folds.map(({ group, own, off, wrong, children }) => ({
        key: group.name,
        label: (
          <Flex gap={8} align="center" wrap data-group={group.name}>
            <strong>{say(group.name)}</strong>
            {off && <Tag>{t("off")}</Tag>}
            {wrong > 0 && <Tag color="error">{t("wrong", { count: wrong })}</Tag>}
            {own > 0 && <span className="gk-quiet">{t("ownCount", { count: own })}</span>}
          </Flex>
        ),
        children: (
          <>
            {group.about && <p className="gk-quiet gk-about">{say(group.about)}</p>}
            {children}
          </>
        ),
      }))}
    />
  );
}
