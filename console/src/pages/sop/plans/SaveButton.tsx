// Saves the text: into its file, or, where saved files count at once, after a look at what changes.
import { App, Button } from "antd";
import { useState } from "react";
import { Problem } from "@/api/problem";
import { ProblemNote } from "@/parts/ProblemNote";
import { Conflict } from "./Conflict";
import { nameIn } from "./fresh";
import type { Desk } from "./PlanDesk";
import { useSave } from "./useSave";
import { useWords } from "./words";

interface Given extends Desk {
  target: string; // the plan that the text is
  saved: (name: string) => void;
}

export function SaveButton(desk: Given) {
  const { file, draft, check, target, saved, open } = desk;
  const { t } = useWords();
  const { message } = App.useApp();
  const [conflict, setConflict] = useState(false);
  const save = useSave(target, draft);
  const atOnce = file?.apply === "on_save" && file.stands.active + file.stands.paused > 0;
  const broken = check.current && check.checked?.ok === false;
  const keep = async (expected = draft.base) => {
    try {
      const done = await save.run(expected);
      void message.success(t(done.counts ? "savedCounts" : "savedWaits"));
      setConflict(false);
      saved(target);
    } catch (error) {
      // A text with another name is another plan: the API says so, and nothing was overtaken.
      const overtaken = error instanceof Problem && error.status === 409;
      setConflict(overtaken && file !== null && nameIn(draft.text) === target);
    }
  };
  const press = () => (atOnce ? open("diff") : void keep());
  return (
    <>
      <span className="gk-plan-acts">
        {draft.dirty && file && !draft.restored && (
          <Button type="text" onClick={draft.discard}>
            {t("undo")}
          </Button>
        )}
        <Button
          type="primary"
          disabled={!draft.dirty || broken}
          loading={save.busy}
          title={broken ? t("cannotSave") : undefined}
          onClick={press}
          id="gk-plan-save"
        >
          {t(atOnce ? "look" : "save")}
        </Button>
      </span>
      {!conflict && save.error && (
        <div className="gk-plan-problem">
          <ProblemNote error={save.error} />
        </div>
      )}
      {conflict && (
        <Conflict
          name={target}
          draft={draft}
          overwrite={(version) => void keep(version)}
          close={() => setConflict(false)}
        />
      )}
    </>
  );
}
