// A plan on the desk: its text, its form, what it would change, its rehearsal, its start.
import { Alert, Button, Tag } from "antd";
import { useCallback, useMemo, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import type { Of } from "@/api/types";
import { usePreference } from "@/app/preferences";
import { Page } from "@/parts/Page";
import { useStillHere } from "@/parts/useStillHere";
import { useCan } from "@/session/useMe";
import { DiffTab } from "./DiffTab";
import type { Kept } from "./drafts";
import { FormTab } from "./FormTab";
import { nameIn } from "./fresh";
import { HistoryTab } from "./HistoryTab";
import { Standing } from "./index";
import { LeaveGuard } from "./LeaveGuard";
import { RehearseTab } from "./RehearseTab";
import { SaveButton } from "./SaveButton";
import { StartTab } from "./StartTab";
import { shapeOf } from "./shape";
import { type Tab, TabBar } from "./TabBar";
import { TextTab } from "./TextTab";
import { useChecked } from "./useChecked";
import { useDraft } from "./useDraft";
import { useWords } from "./words";

interface Given {
  name: string;
  file: Of<"PlanFile"> | null; // null: nobody has saved it yet
  written: Kept;
  first: string; // the text to begin with
}

export function PlanDesk({ name, file, written, first }: Given) {
  const [asked, setAsked] = useSearchParams();
  const navigate = useNavigate();
  const stillHere = useStillHere();
  const language = usePreference("language");
  const draft = useDraft(name, written, first);
  const check = useChecked(draft.text, language);
  const may = useCan()("plan");
  const shape = useMemo(() => shapeOf(draft.text), [draft.text]);
  const [line, setLine] = useState<{ line: number } | null>(null);
  const tab = asked.get("tab") ?? "text";
  const open = useCallback(
    (next: string) => {
      setAsked(
        (now) => {
          now.set("tab", next);
          return now;
        },
        { replace: true },
      );
    },
    [setAsked],
  );
  const seeLine = (at: number) => {
    setLine({ line: at });
    open("text");
  };
  const saved = (into: string) => {
    if ((file && into === name) || !stillHere()) return;
    void navigate(`/sop/plans/${encodeURIComponent(into)}`, { replace: true });
  };
  const desk = { name, file, draft, check, shape, may, seeLine, open };
  return (
    <Page
      title={shape?.title || file?.stands.title || name}
      extra={
        may && (
          <SaveButton {...desk} target={file ? name : nameIn(draft.text) || name} saved={saved} />
        )
      }
    >
      <State {...desk} />
      <TabBar tabs={useTabs(desk, line)} chosen={tab} choose={open} />
      <LeaveGuard on={draft.dirty && may} />
    </Page>
  );
}

/** The tabs: what nobody has saved yet cannot be compared, what never counted cannot be started. */
function useTabs(desk: Desk, line: { line: number } | null) {
  const { t } = useWords();
  const tabs: Tab[] = [
    { key: "text", label: t("text"), keep: true, children: <TextTab {...desk} goTo={line} /> },
    { key: "form", label: t("form"), keep: true, children: <FormTab {...desk} /> },
    { key: "rehearse", label: t("rehearse"), keep: true, children: <RehearseTab {...desk} /> },
  ];
  if (desk.file) tabs.push({ key: "diff", label: t("diff"), children: <DiffTab {...desk} /> });
  if (desk.file?.stands.counts) {
    tabs.push({ key: "start", label: t("start"), keep: true, children: <StartTab {...desk} /> });
    tabs.push({ key: "history", label: t("history"), children: <HistoryTab {...desk} /> });
  }
  return tabs;
}

/** How the plan stands, and the text on the desk. */
function State({ name, file, draft, may }: Desk) {
  const { t } = useWords();
  return (
    <>
      <div className="gk-plan-state">
        <code>{name}</code>
        {file && <Standing plan={file.stands} />}
        {draft.dirty && <Tag color="warning">{t("unsaved")}</Tag>}
        {!may && <span className="gk-quiet">{t("noWriting")}</span>}
      </div>
      {draft.restored && (
        <Alert
          type="info"
          showIcon
          title={t("restored")}
          action={
            <Button size="small" onClick={draft.discard}>
              {t("undo")}
            </Button>
          }
        />
      )}
    </>
  );
}

/** What every tab of the desk is given. */
export interface Desk {
  name: string;
  file: Of<"PlanFile"> | null;
  draft: ReturnType<typeof useDraft>;
  check: ReturnType<typeof useChecked>;
  shape: ReturnType<typeof shapeOf>;
  may: boolean;
  seeLine: (line: number) => void;
  open: (tab: string) => void;
}
