// The talk itself: only what is in view is drawn, however much is loaded. It is anchored at its
// end: earlier pages push nothing, and what is said is followed while one reads the newest.
import { DownOutlined } from "@ant-design/icons";
import { Button, Spin } from "antd";
import { useState } from "react";
import { Empty } from "@/parts/Empty";
import { ProblemNote } from "@/parts/ProblemNote";
import { useNow } from "@/parts/Time";
import { useHouse } from "@/session/useHouse";
import { placesOf } from "./blocks";
import { Details } from "./Details";
import type { Asked } from "./filter";
import { Line } from "./Line";
import { useTalk } from "./useTalk";
import { type Timeline, useTimeline } from "./useTimeline";
import type { Item } from "./window";
import { useWords } from "./words";

interface Shown {
  room: number;
  name: string;
  asked: Asked | null;
  at: number | null;
  spot: (message: number | null) => void;
  answer: (item: Item) => void;
  narrow: (person: string) => void;
  clear: () => void;
}

export function Conversation({ room, name, asked, at, spot, answer, narrow, clear }: Shown) {
  const timeline = useTimeline(room, asked, at);
  const { rows, blocks, shown, scroller, scrolled, atEnd, unread } = useTalk(timeline, at);
  const [detailed, setDetailed] = useState<string | null>(null);
  const { zone, leadTitles } = useHouse();
  const now = useNow();
  const { items, older } = timeline.window;
  const toEnd = () => {
    if (at !== null) spot(null);
    else if (timeline.unseen > 0) timeline.toEnd();
    else rows.scrollToEnd();
  };
  return (
    <div className="gk-talk-frame">
      {asked && <Found items={items.length} more={older !== null} clear={clear} />}
      <ProblemNote error={timeline.problem} retry={timeline.again} />
      <section
        ref={scroller}
        className="gk-talk"
        onScroll={scrolled}
        aria-label={name}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
        tabIndex={0}
      >
        <div className="gk-talk-all" style={{ height: rows.getTotalSize() }}>
          {shown.map((row) => (
            <div
              key={row.key}
              ref={rows.measureElement}
              data-index={row.index}
              className="gk-block"
              style={{ transform: `translateY(${row.start}px)` }}
            >
              {placesOf(blocks[row.index]).map((place) => (
                <Line
                  key={items[place]?.key}
                  item={items[place] as Item}
                  before={items[place - 1]}
                  first={place === 0 && older === null}
                  marked={at !== null && items[place]?.message?.id === at}
                  zone={zone}
                  now={now}
                  titles={leadTitles}
                  spot={spot}
                  answer={asked ? null : answer}
                  detail={setDetailed}
                  jumps={asked !== null}
                />
              ))}
            </div>
          ))}
        </div>
      </section>
      <Details
        item={detailed === null ? null : (items.find((one) => one.key === detailed) ?? null)}
        narrow={narrow}
        spot={spot}
        close={() => setDetailed(null)}
      />
      <Waiting timeline={timeline} found={asked !== null} />
      {!asked && !atEnd && items.length > 0 && <ToEnd unread={unread} toEnd={toEnd} />}
    </div>
  );
}

function Waiting({ timeline, found }: { timeline: Timeline; found: boolean }) {
  const { t } = useWords();
  const { loading, problem, window } = timeline;
  if (loading === "first") return <Spin className="gk-talk-wait" />;
  if (loading === "older") return <Spin size="small" className="gk-talk-older" />;
  if (window.items.length > 0 || found || problem) return null;
  return (
    <div className="gk-talk-wait">
      <Empty hint={t("nothingSaidHint")} />
    </div>
  );
}

function ToEnd({ unread, toEnd }: { unread: number; toEnd: () => void }) {
  const { t } = useWords();
  return (
    <Button className="gk-talk-end" icon={<DownOutlined />} onClick={toEnd}>
      {unread > 0 ? t("newMessages", { count: unread }) : t("toEnd")}
    </Button>
  );
}

function Found({ items, more, clear }: { items: number; more: boolean; clear: () => void }) {
  const { t } = useWords();
  return (
    <p className="gk-talk-found" role="status">
      {items === 0 && !more ? t("nothingFound") : t(more ? "foundMore" : "found", { count: items })}
      <Button size="small" type="link" onClick={clear}>
        {t("clear")}
      </Button>
    </p>
  );
}
