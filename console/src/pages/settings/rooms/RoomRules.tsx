// The rules of one room: what holds, where it is set, and setting it for this room alone.

import { App, Flex } from "antd";
import { useState } from "react";
import { Problem } from "@/api/problem";
import { useGet, usePost } from "@/api/queries";
import type { Of } from "@/api/types";
import { isGone } from "@/parts/gone";
import { Loading } from "@/parts/Loading";
import { NotThere } from "@/parts/NotThere";
import { ProblemNote } from "@/parts/ProblemNote";
import { ReasonDialog } from "@/parts/ReasonDialog";
import { useCan } from "@/session/useMe";
import { type Pending, type Setting, withChange } from "../edits";
import { Folds } from "../Folds";
import { ADMIN_RULES, type Field, type FieldGroup, RULES } from "../fields";
import { foldOf } from "../folding";
import { about, ofBody } from "../mistakes";
import { FINER } from "../ruleFields";
import { SettingField } from "../SettingField";
import { Unsaved } from "../SettingsForm";
import { useWords as useCommon } from "../words";
import { asSetting, bodyOf } from "./rules";
import { useWords } from "./words";

export function RoomRules({ id }: { id: number }) {
  const { language } = useCommon();
  const rules = useGet("/api/v1/rooms/{id}/rules", { path: { id }, query: { language } });
  const room = useGet("/api/v1/rooms/{id}", { path: { id } });
  if (rules.isPending || room.isPending) return <Loading />;
  const error = rules.error ?? room.error;
  if (isGone(error)) return <NotThere what="rules" />;
  if (error || !rules.data || !room.data)
    return <ProblemNote error={error} retry={() => void rules.refetch()} />;
  return <Form key={rules.data.standing.version} id={id} found={rules.data} room={room.data} />;
}

interface Given {
  id: number;
  found: Of<"RulesOfRoom">;
  room: Of<"RoomWithRules">;
}

function Form({ id, found, room }: Given) {
  const { t } = useWords();
  const { t: say } = useCommon();
  const can = useCan();
  const { message } = App.useApp();
  const [pending, setPending] = useState<Pending>(new Map());
  const [asking, ask] = useState(false);
  const put = usePost("/api/v1/rooms/{id}/set-rules", ["settings"]);
  const set = (item: Setting, value: unknown) => {
    setPending(withChange(pending, item, value));
    put.reset();
  };
  const locked = !found.standing.editable || !can("decide", room);
  const closed = locked || !can("keep", "everywhere"); // what is the admins' alone
  const mistakes = ofBody(put.error instanceof Problem ? put.error.mistakes : []);
  const row = (field: Field, shut: boolean) => {
    const rule = found.rules.find((one) => one.name === field.path);
    if (!rule) return null;
    const origin = () => (rule.by && !rule.own ? say("by", { name: rule.by }) : say("like"));
    return (
      <SettingField
        key={field.path}
        {...{ field, pending, set }}
        item={asSetting(rule)}
        locked={shut}
        known={{ origin, back: say("toGeneral") }}
        mistake={about(field.path, mistakes)}
      />
    );
  };
  const settings = found.rules.map(asSetting);
  const fold = (group: FieldGroup) => ({
    ...foldOf(group, settings, pending, mistakes),
    children: group.fields.map((field) => row(field, closed)),
  });
  const write = (reason: string) =>
    put.mutate(
      { path: { id }, body: bodyOf(pending, found.standing.version, reason) },
      {
        onSuccess: () => {
          ask(false);
          void message.success(say("saved"));
        },
      },
    );
  return (
    <Flex vertical gap={20}>
      <section aria-label={t("members")}>
        <h2 className="gk-part">{t("members")}</h2>
        {RULES.map((field) => row(field, locked))}
      </section>
      <section aria-label={t("admin")}>
        <h2 className="gk-part">{t("admin")}</h2>
        <p className="gk-quiet">{t("adminOnly")}</p>
        {ADMIN_RULES.map((field) => row(field, closed))}
      </section>
      <section aria-label={say("finer")}>
        <h2 className="gk-part">{say("finer")}</h2>
        <Folds folds={FINER.map(fold)} />
      </section>
      {pending.size > 0 && (
        <Unsaved
          count={pending.size}
          wrong={mistakes.length}
          review={() => ask(true)}
          discard={() => setPending(new Map())}
        />
      )}
      <ReasonDialog
        open={asking}
        title={t("rulesOf", { name: room.name })}
        action={say("save")}
        busy={put.isPending}
        error={put.error}
        act={write}
        close={() => ask(false)}
      />
    </Flex>
  );
}
