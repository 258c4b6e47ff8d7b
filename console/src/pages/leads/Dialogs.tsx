// What is asked before a lead goes on: why it was won or lost, and to whom it goes.

import { Input, Modal, Select } from "antd";
import { useId, useState } from "react";
import { ReasonDialog } from "@/parts/ReasonDialog";
import { useFocusBack } from "@/parts/useFocusBack";
import { useTitled } from "@/parts/useTitled";
import type { Lead, Move } from "./board";
import { useMoveNames } from "./useMoveNames";
import type { Work } from "./useWork";
import { useWords } from "./words";

export interface Asking {
  lead: Lead;
  move: Move;
}

interface Shown {
  asking: Asking | null;
  work: Work;
  owners: readonly string[];
  close: () => void;
}

export function Dialogs({ asking, work, owners, close }: Shown) {
  const { t } = useWords();
  const names = useMoveNames(asking?.lead ?? { state: "open" });
  if (!asking) return null;
  const { lead, move } = asking;
  const done = async (more: { note: string; to?: string }) => {
    const came = await work.act({ move, lead, ...more });
    // Also where somebody was quicker: the board shows how it stands. What failed keeps its words.
    if (came !== "failed") close();
  };
  if (move === "assign")
    return (
      <HandOver
        owners={owners}
        busy={work.busy}
        act={(to, note) => void done({ to, note })}
        close={close}
      />
    );
  return (
    <ReasonDialog
      open
      title={move === "won" ? t("wonTitle") : t("lostTitle")}
      action={names[move]}
      danger={move === "lost"}
      needed={move === "lost"}
      busy={work.busy}
      act={(note) => void done({ note })}
      close={close}
    />
  );
}

interface Handing {
  owners: readonly string[];
  busy: boolean;
  act: (to: string, note: string) => void;
  close: () => void;
}

function HandOver({ owners, busy, act, close }: Handing) {
  const { t } = useWords();
  const titled = useTitled();
  const called = (one: string) => (titled(one) === one ? one : `${titled(one)} (${one})`);
  useFocusBack();
  const [to, setTo] = useState<string | null>(null);
  const [note, setNote] = useState("");
  const [who, what] = [useId(), useId()];
  return (
    <Modal
      open
      title={t("assignTitle")}
      okButtonProps={{ disabled: !to }}
      confirmLoading={busy}
      onOk={() => to && act(to, note.trim())}
      onCancel={close}
    >
      <label htmlFor={who}>{t("to")}</label>
      <Select
        id={who}
        className="ld-wide"
        showSearch={{ optionFilterProp: "label" }}
        value={to}
        onChange={setTo}
        placeholder={t("choose")}
        options={owners.map((one) => ({ value: one, label: called(one) }))}
      />
      <label htmlFor={what}>{t("note")}</label>
      <Input.TextArea
        id={what}
        value={note}
        onChange={(event) => setNote(event.target.value)}
        placeholder={t("noteHint")}
        rows={2}
        maxLength={2000}
      />
    </Modal>
  );
}
