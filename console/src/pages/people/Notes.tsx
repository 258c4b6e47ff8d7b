// Notes of colleagues: written once, struck out where they were wrong.
import { Button, Input, Popconfirm } from "antd";
import { useId, useState } from "react";
import { useList, usePost } from "@/api/queries";
import type { Of } from "@/api/types";
import { ProblemNote } from "@/parts/ProblemNote";
import { Time } from "@/parts/Time";
import { useSaid } from "@/parts/useSaid";
import { useCan } from "@/session/useMe";
import { CardList } from "./CardList";
import { useWords } from "./words";

export function Notes({ student }: { student: number }) {
  const { t } = useWords();
  const can = useCan();
  const found = useList("/api/v1/people/{id}/notes", { path: { id: student } });
  return (
    <CardList
      title={t("notes")}
      nothing={t("noNotes")}
      list={found}
      row={(one) => <Note note={one} student={student} />}
    >
      {can("work") && <NewNote student={student} />}
    </CardList>
  );
}

function NewNote({ student }: { student: number }) {
  const { t } = useWords();
  const field = useId();
  const [text, setText] = useState("");
  const add = usePost("/api/v1/people/{id}/notes/add");
  const save = () =>
    add.mutate({ path: { id: student }, body: { text } }, { onSuccess: () => setText("") });
  return (
    <div className="gk-person-note">
      <Input.TextArea
        id={field}
        aria-label={t("addNote")}
        placeholder={t("addNote")}
        value={text}
        maxLength={2000}
        autoSize={{ minRows: 2, maxRows: 8 }}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && text.trim()) save();
        }}
      />
      {text.trim() && (
        <Button type="primary" size="small" loading={add.isPending} onClick={save}>
          {t("saveNote")}
        </Button>
      )}
      <ProblemNote error={add.error} />
    </div>
  );
}

function Note({ note, student }: { note: Of<"PersonNote">; student: number }) {
  const { t } = useWords();
  const can = useCan();
  const strike = usePost("/api/v1/people/{id}/notes/{note}/strike");
  const said = useSaid();
  const act = () =>
    strike.mutate(
      { path: { id: student, note: note.id }, body: { reason: "" } },
      { onError: said.refused },
    );
  return (
    <>
      {note.struck ? (
        <del className="gk-person-text gk-quiet">{note.text}</del>
      ) : (
        <span className="gk-person-text">{note.text}</span>
      )}
      <div className="gk-quiet">
        {note.author} · <Time at={note.at} />{" "}
        {note.struck_by && t("struckBy", { name: note.struck_by })}
        {!note.struck && can("work") && (
          <Popconfirm
            title={t("strikeTitle")}
            description={t("strikeBody")}
            okText={t("strike")}
            onConfirm={act}
          >
            <Button type="link" size="small">
              {t("strike")}
            </Button>
          </Popconfirm>
        )}
      </div>
    </>
  );
}
