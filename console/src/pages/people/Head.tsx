// The person at a glance: the number, since when, how much, the tags.
import { CopyOutlined } from "@ant-design/icons";
import { AutoComplete, Button, Flex, Tag } from "antd";
import { useState } from "react";
import { useGet, usePost } from "@/api/queries";
import type { Of } from "@/api/types";
import { copyText } from "@/parts/copy";
import { Sentence } from "@/parts/Sentence";
import { Ago } from "@/parts/Time";
import { useSaid } from "@/parts/useSaid";
import { useCan } from "@/session/useMe";
import { useWords } from "./words";

export function Head({ person }: { person: Of<"Profile"> }) {
  const { t } = useWords();
  const { done } = useSaid();
  const rooms = new Set(person.rooms.filter((one) => !one.left).map((one) => one.room)).size;
  const copy = async () => {
    if (await copyText(String(person.student_id))) done(t("copied"));
  };
  return (
    <div className="gk-person-head">
      <span className="gk-person-number">
        {t("student")} <strong>{person.student_id}</strong>
        <Button
          type="text"
          size="small"
          icon={<CopyOutlined />}
          aria-label={t("copyStudent")}
          onClick={() => void copy()}
        />
      </span>
      <span className="gk-quiet">
        <Sentence say={(time) => t("firstSeen", { time })}>
          <Ago at={person.first_seen} />
        </Sentence>
      </span>
      <span className="gk-quiet">{t("said", { count: person.messages })}</span>
      <span className="gk-quiet">{t("inRooms", { count: rooms })}</span>
      {person.merged_from.map((student) => (
        <Tag key={student}>{t("mergedFrom", { student })}</Tag>
      ))}
      {!person.erasure && <TagBar person={person} />}
    </div>
  );
}

function TagBar({ person }: { person: Of<"Profile"> }) {
  const { t } = useWords();
  const can = useCan();
  const said = useSaid();
  const remove = usePost("/api/v1/people/{id}/tags/remove", ["tags"]);
  const path = { id: person.student_id };
  const may = can("work");
  return (
    <Flex gap={4} wrap align="center" role="group" aria-label={t("tags")}>
      {person.tags.map((one) => (
        <Tag
          key={one.tag}
          variant="outlined"
          closable={may ? { "aria-label": t("removeTag", { tag: one.tag }) } : false}
          onClose={(event) => {
            event.preventDefault();
            remove.mutate({ path, body: { tag: one.tag } }, { onError: said.refused });
          }}
        >
          {one.tag}
        </Tag>
      ))}
      {may && <NewTag student={person.student_id} />}
    </Flex>
  );
}

function NewTag({ student }: { student: number }) {
  const { t } = useWords();
  const said = useSaid();
  const can = useCan();
  const [typed, setTyped] = useState("");
  const add = usePost("/api/v1/people/{id}/tags/add", ["tags"]);
  const known = useGet(
    "/api/v1/tags",
    {},
    { staleTime: 60_000, enabled: can("see", "everywhere") },
  );
  const give = (tag: string) => {
    if (!tag.trim()) return;
    add.mutate(
      { path: { id: student }, body: { tag } },
      {
        onSuccess: () => setTyped(""),
        onError: said.refused,
      },
    );
  };
  const fits = known.data?.items.filter((one) => typed && one.tag.includes(typed.toLowerCase()));
  return (
    <AutoComplete
      className="gk-person-tag"
      size="small"
      aria-label={t("addTag")}
      placeholder={t("addTag")}
      value={typed}
      options={fits?.slice(0, 8).map((one) => ({ value: one.tag })) ?? []}
      onChange={setTyped}
      onSelect={give}
      onKeyDown={(event) => {
        if (event.key === "Enter") give(typed);
      }}
    />
  );
}
