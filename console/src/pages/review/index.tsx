// The review queue: read, decide, next. By keyboard at a desk, by thumb on a phone.

import { ArrowLeftOutlined } from "@ant-design/icons";
import { useState } from "react";
import { Link } from "react-router";
import { Empty } from "@/parts/Empty";
import { isGone } from "@/parts/gone";
import { Loading } from "@/parts/Loading";
import { LoadMore } from "@/parts/LoadMore";
import { NotThere } from "@/parts/NotThere";
import { Page } from "@/parts/Page";
import { ProblemNote } from "@/parts/ProblemNote";
import { ShortcutHelp, useShortcuts } from "@/parts/Shortcuts";
import { CasePanel } from "./CasePanel";
import { Filters } from "./Filters";
import { LastWord } from "./LastWord";
import { Queue } from "./Queue";
import { progress, stepFrom } from "./queue";
import { useDesk, useReview } from "./useReview";
import { useWords } from "./words";
import "./review.css";

type State = ReturnType<typeof useReview>;

export default function Review() {
  const { t } = useWords();
  const desk = useDesk();
  const state = useReview();
  const { cases, current, said, hrefOf, last, undoLast, list } = state;
  const [wide, setWide] = useState(false);
  const keys = useKeys(state, () => setWide((before) => !before));
  useShortcuts(keys);
  const listed = desk || current === null;
  return (
    <Page title={t("title")} extra={<Progress state={state} />}>
      {listed && <Filters />}
      <ProblemNote error={list.error} retry={() => void list.refetch()} />
      <div className="rv-page">
        {listed && (
          <nav className="rv-side" aria-label={t("title")}>
            {list.isPending && <Loading />}
            {!list.isPending && cases.length === 0 && <Nothing state={state} />}
            <Queue cases={cases} current={current} hrefOf={hrefOf} />
            <LoadMore list={list} />
          </nav>
        )}
        <div className="rv-main">
          {!desk && current !== null && (
            <Link to={hrefOf(null)} className="rv-back">
              <ArrowLeftOutlined /> {t("back")}
            </Link>
          )}
          <LastWord said={said} undoable={last} undo={undoLast} hrefOf={hrefOf} />
          <Shown state={state} wide={wide} widen={() => setWide((before) => !before)} />
          {desk && <Keys keys={keys} />}
        </div>
      </div>
      <ShortcutHelp shortcuts={keys} />
    </Page>
  );
}

function Progress({ state }: { state: State }) {
  const { t } = useWords();
  const { cases, said, which, list } = state;
  if (which.history || list.isPending) return null;
  const { done, of } = progress(cases.length, said);
  return <span>{t(list.hasNextPage ? "progressMore" : "progress", { done, of })}</span>;
}

function Nothing({ state }: { state: State }) {
  const { t } = useWords();
  if (state.list.error) return null;
  if (state.which.history) return <Empty hint={t("emptyHistory")} />;
  return (
    <Empty hint={t("empty")}>
      <p className="gk-quiet">{t("emptyHint")}</p>
    </Empty>
  );
}

function Shown({ state, wide, widen }: { state: State; wide: boolean; widen: () => void }) {
  const { whole, found, current, may, note, write, field, say, alone } = state;
  if (current === null) return null;
  const problem = <ProblemNote error={found.error} retry={() => void found.refetch()} />;
  if (!whole && isGone(found.error)) return <NotThere what="case" />;
  if (!whole) return found.error ? problem : <Loading />;
  return (
    <>
      {problem}
      <CasePanel key={whole.id} {...{ whole, may, wide, widen, note, write, field, say, alone }} />
    </>
  );
}

function useKeys({ cases, current, show, say, undoHere, field }: State, widen: () => void) {
  const { t } = useWords();
  const step = (way: 1 | -1) => show(stepFrom(cases, current, way));
  return [
    { key: "j", label: t("keyNext"), act: () => step(1), repeats: true },
    { key: "ArrowDown", label: t("keyNext"), act: () => step(1), repeats: true },
    { key: "k", label: t("keyPrevious"), act: () => step(-1), repeats: true },
    { key: "ArrowUp", label: t("keyPrevious"), act: () => step(-1), repeats: true },
    { key: "a", label: t("keyAdvert"), act: () => say("advert") },
    { key: "f", label: t("keyFine"), act: () => say("fine") },
    { key: "r", label: t("keyRemove"), act: () => say("remove") },
    { key: "u", label: t("keyUndo"), act: undoHere },
    { key: "c", label: t("keyContext"), act: widen },
    { key: "n", label: t("keyNote"), act: () => field.current?.focus() },
  ];
}

/** The keys at the foot of the page, for those who do not know that "?" lists them. */
function Keys({ keys }: { keys: readonly { key: string; label: string }[] }) {
  return (
    <p className="rv-keys gk-quiet" aria-hidden="true">
      {keys
        .filter((one) => !one.key.startsWith("Arrow"))
        .map((one) => (
          <span key={one.key}>
            <kbd className="rv-key">{one.key.toUpperCase()}</kbd> {one.label}
          </span>
        ))}
      <kbd className="rv-key">?</kbd>
    </p>
  );
}
