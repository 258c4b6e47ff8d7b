// An appeal is granted, or what was done is upheld; the person is told what is written.
import { Button, Input, Modal } from "antd";
import { useId, useState } from "react";
import { usePost } from "@/api/queries";
import { ProblemNote } from "@/parts/ProblemNote";
import { useSaid } from "@/parts/useSaid";
import { useWords } from "./words";

const TOUCHES = ["now", "alerts", "cases", "people", "lists"];

export function AnswerAppeal({ id }: { id: number }) {
  const { t } = useWords();
  const said = useSaid();
  const [open, show] = useState(false);
  const [note, write] = useState("");
  const field = useId();
  const answer = usePost("/api/v1/appeals/{id}/answer", TOUCHES);
  const act = (what: "granted" | "upheld") =>
    answer.mutate(
      { path: { id }, body: { answer: what, note: note.trim() } },
      {
        onSuccess: () => {
          said.done(t("answered"));
          show(false);
        },
      },
    );
  const ask = () => {
    answer.reset(); // what was refused the last time
    show(true);
  };
  return (
    <>
      <Button size="small" type="primary" onClick={ask}>
        {t("answer")}
      </Button>
      <Modal
        open={open}
        title={t("answerTitle")}
        onCancel={() => show(false)}
        footer={
          <>
            <Button onClick={() => act("upheld")} loading={answer.isPending}>
              {t("uphold")}
            </Button>
            <Button type="primary" onClick={() => act("granted")} loading={answer.isPending}>
              {t("grant")}
            </Button>
          </>
        }
      >
        <p className="gk-quiet">{t("answerHint")}</p>
        <label htmlFor={field}>{t("note")}</label>
        <Input.TextArea
          id={field}
          value={note}
          maxLength={2000}
          autoSize={{ minRows: 2, maxRows: 6 }}
          onChange={(event) => write(event.target.value)}
        />
        <ProblemNote error={answer.error} />
      </Modal>
    </>
  );
}
