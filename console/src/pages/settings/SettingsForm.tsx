// A form of settings: what is set and not saved is collected, shown as lines, then written.
import { Button, Card, Flex } from "antd";
import { type ReactNode, useCallback, useState } from "react";
import { useGet } from "@/api/queries";
import { Loading } from "@/parts/Loading";
import { ProblemNote } from "@/parts/ProblemNote";
import { useCan } from "@/session/useMe";
import { ChangeDialog } from "./ChangeDialog";
import { type Edit, editsOf, type Pending, type Setting, withChange } from "./edits";
import { Frame } from "./Frame";
import type { Field } from "./fields";
import { SettingField } from "./SettingField";
import { useWords } from "./words";

export interface Group {
  title: string;
  fields: readonly Field[];
}

const NONE: readonly Edit[] = [];

export function SettingsForm({
  groups,
  right = "keep",
  children,
}: {
  groups: readonly Group[];
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
  if (found.isPending) return <Loading />;
  const standing = found.data?.standing;
  const locked = !standing?.editable || !can(right, "everywhere");
  const items = found.data?.items ?? [];
  return (
    <Frame standing={standing}>
      <ProblemNote error={found.error} retry={() => void found.refetch()} />
      {children?.(items, set, locked, pending)}
      {groups.map((group) => (
        <Card key={group.title} title={group.title}>
          {group.fields.map((field) => {
            const item = items.find((one) => one.path === field.path);
            return (
              item && (
                <SettingField
                  key={field.path}
                  {...{ field, item, pending, set, locked }}
                  known={{ back: t("toDefault") }}
                />
              )
            );
          })}
        </Card>
      ))}
      {pending.size > 0 && (
        <Unsaved
          count={pending.size}
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
  review,
  discard,
}: {
  count: number;
  review: () => void;
  discard: () => void;
}) {
  const { t } = useWords();
  return (
    <Flex className="gk-unsaved" gap={12} align="center" justify="space-between" wrap>
      <span>{t("pending", { count })}</span>
      <Flex gap={8}>
        <Button onClick={discard}>{t("discard")}</Button>
        <Button type="primary" onClick={review}>
          {t("review")}
        </Button>
      </Flex>
    </Flex>
  );
}
