// The last word that was said: being saved, saved with a way back, or refused with who was quicker.

import { Alert, Button } from "antd";
import { Link } from "react-router";
import { Sentence } from "@/parts/Sentence";
import { Ago } from "@/parts/Time";
import { useTitled } from "@/parts/useTitled";
import { useTold } from "@/parts/useTold";
import type { Quicker, Said } from "./queue";
import { StateTag } from "./StateTag";
import { useWords } from "./words";

interface Shown {
  said: readonly Said[];
  undoable: Said | null;
  undo: () => void;
  hrefOf: (id: number) => string;
}

const SAVED = {
  advert: "savedAdvert",
  fine: "savedFine",
  remove: "savedRemove",
  undo: "savedUndo",
} as const;

export function LastWord({ said, undoable, undo, hrefOf }: Shown) {
  const { t } = useWords();
  const told = useTold();
  const last = said.at(-1);
  const refused = said.findLast((one) => one.state === "refused" && isNewest(one, said));
  return (
    <div className="rv-last" role="status" aria-live="polite">
      {refused && (
        <Alert
          type="warning"
          showIcon
          title={t("refused", { id: refused.case })}
          description={refused.quicker ? <Faster by={refused.quicker} /> : told(refused.problem)}
          action={<Link to={hrefOf(refused.case)}>{t("look")}</Link>}
        />
      )}
      {last && last.state !== "refused" && (
        <Alert
          type={last.state === "done" ? "success" : "info"}
          showIcon
          title={
            last.state === "saving"
              ? t("saving")
              : t(last.alone ? "savedAlone" : SAVED[last.word], { id: last.case })
          }
          description={<bdi className="rv-entry-text">{last.text}</bdi>}
          action={
            undoable &&
            last.word !== "undo" &&
            !last.alone && (
              <Button size="small" onClick={undo} aria-keyshortcuts="U">
                {t("sayUndo")} <kbd className="rv-key">U</kbd>
              </Button>
            )
          }
        />
      )}
    </div>
  );
}

/** Who was quicker, with what, and when. */
function Faster({ by }: { by: Quicker }) {
  const { t } = useWords();
  const titled = useTitled();
  return (
    <Sentence say={(how) => t("quicker", { name: titled(by.name), how })}>
      <StateTag state={by.state} /> <Ago at={by.at} />
    </Sentence>
  );
}

/** Whether nothing was said of the case since. */
function isNewest(one: Said, said: readonly Said[]): boolean {
  return said.findLast((other) => other.case === one.case) === one;
}
