// A form of settings: what is set and not saved is collected, shown as lines, then written.
import { Button, Card, Flex } from "antd";
import { type ReactNode, useCallback, useState } from "react";
import { useGet } from "@/api/queries";
import { Loading } from "@/parts/Loading";
import { ProblemNote } from "@/parts/ProblemNote";
import { useCan } from "@/session/useMe";
import { ChangeDialog } from "./ChangeDialog";
import { type Edit, editsOf, type Pending, type Setting, withChange } from "./edits";
import { type Fold, Folds } from "./Folds";
import { Frame } from "./Frame";
import type { Field, FieldGroup } from "./fields";
import { foldOf } from "./folding";
import { about } from "./mistakes";
import { SettingField } from "./SettingField";
import { useMistakes } from "./useMistakes";
import { useWords } from "./words";

interface Group {
  title: string;
  about?: string;
  fields: readonly Field[];
}

interface Folded {
  title: string;
  groups: readonly FieldGroup[];
}

const NONE: readonly Edit[] = [];

export function SettingsForm({
  groups,
  folded = [],
  right = "keep",
  children,
}: {
  groups: readonly Group[];
  folded?: readonly Folded[];
  right?: "keep" | "plan";
  children?: (
    items: readonly Setting[],
    set: SetOne,
    locked: boolean,
    pending: Pending,
  ) => ReactNode;
}) {
  const { t, language } = useWords();
  const can = useCan();
  const found = useGet("/api/v1/settings", { query: { language } }, { keep: true });
  const [pending, setPending] = useState<Pending>(new Map());
  const [asked, ask] = useState<readonly Edit[]>(NONE);
  const set = useCallback<SetOne>(
    (item, value) => setPending((before) => withChange(before, item, value)),
    [],
  );
  const standing = found.data?.standing;
  const mistakes = useMistakes(pending, standing?.version ?? "", language);
  if (found.isPending) return <Loading />;
  const locked = !standing?.editable || !can(right, "everywhere");
  const items = found.data?.items ?? [];
  const row = (field: Field) => {
    const item = items.find((one) => one.path === field.path);
    return (
      item && (
        <SettingField
          key={field.path}
          {...{ field, item, pending, set, locked }}
          known={{ back: t("toDefault") }}
          mistake={about(field.path, mistakes)}
        />
      )
    );
  };
  const fold = (group: FieldGroup): Fold => ({
    ...foldOf(group, items, pending, mistakes),
    children: group.fields.map(row),
  });
  return (
    <Frame standing={standing}>
      <ProblemNote error={found.error} retry={() => void found.refetch()} />
      {children?.(items, set, locked, pending)}
      {groups.map((group) => (
        <Card key={group.title} title={group.title}>
          {group.about && <p className="gk-quiet gk-about">{group.about}</p>}
          {group.fields.map(row)}
        </Card>
      ))}
      {folded.map(({ title, groups: inside }) => (
        <section key={title} aria-label={title}>
          <h2 className="gk-part">{title}</h2>
          <Folds folds={inside.map(fold)} />
        </section>
      ))}
      {pending.size > 0 && (
        <Unsaved
          count={pending.size}
          wrong={mistakes.length}
          review={() => ask(editsOf(pending))}
          discard={() => setPending(new Map())}
        />
      )}
      <ChangeDialog
        edits={asked}
        version={standing?.version ?? ""}
        close={() => ask(NONE)}
        done={() => {
          ask(NONE);
          setPending(new Map());
        }}
      />
    </Frame>
  );
}

export type SetOne = (item: Setting, value: unknown) => void;

export function Unsaved({
  count,
  wrong = 0,
  review,
  discard,
}: {
  count: number;
  wrong?: number;
  review: () => void;
  discard: () => void;
}) {
  const { t } = useWords();
  return (
    <Flex className="gk-unsaved" gap={12} align="center" justify="space-between" wrap>
      <span>
        {t("pending", { count })}
        {wrong > 0 && <strong className="gk-setting-wrong"> {t("wrong", { count: wrong })}</strong>}
      </span>
      <Flex gap={8}>
        <Button onClick={discard}>{t("discard")}</Button>
        <Button type="primary" onClick={review}>
          {t("review")}
        </Button>
      </Flex>
    </Flex>
  );
}
