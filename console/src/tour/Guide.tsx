// A few cards for whoever opens the demo first; they are in nobody's way.
import { Button, Flex } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useAllRooms } from "@/parts/useAllRooms";
import { type Demo, roomOf } from "./api";
import { useWords } from "./words";

const A_ROOM = "/rooms";
const CARDS = [
  { title: "card1", text: "card1Text", to: null },
  { title: "card2", text: "card2Text", to: "/now" },
  { title: "card3", text: "card3Text", to: A_ROOM },
  { title: "card4", text: "card4Text", to: null },
  { title: "card5", text: "card5Text", to: "/settings" },
  { title: "card6", text: "card6Text", to: A_ROOM }, // where one sees what one lets be said
] as const;

/** The page of the room into which the first example goes; until it is known, that of all. */
function useRoomPage(demo: Demo): string {
  const rooms = useAllRooms();
  const [example] = demo.examples;
  const meant = example && roomOf(demo, example);
  const found = rooms.find((one) => one.ref === meant?.ref);
  return found ? `${A_ROOM}/${found.id}` : A_ROOM;
}

export function Guide({ demo, end, talk }: { demo: Demo; end: () => void; talk: () => void }) {
  const { t } = useWords();
  const go = useNavigate();
  const room = useRoomPage(demo);
  const [at, setAt] = useState(0);
  const card = CARDS[at] ?? CARDS[0];
  const last = at === CARDS.length - 1;
  const move = (to: number) => {
    setAt(to);
    const page = CARDS[to]?.to;
    if (page) void go(page === A_ROOM ? room : page);
  };
  return (
    <section className="gk-tour-card" aria-label={t("guide")} aria-live="polite">
      <Flex justify="space-between">
        <strong>{t(card.title)}</strong>
        <span className="gk-quiet">{t("of", { at: at + 1, of: CARDS.length })}</span>
      </Flex>
      <p>{t(card.text)}</p>
      <Flex gap={8} justify="space-between" wrap>
        <Button type="text" size="small" onClick={end}>
          {t("skip")}
        </Button>
        <Flex gap={8}>
          {at > 0 && (
            <Button size="small" onClick={() => move(at - 1)}>
              {t("back")}
            </Button>
          )}
          <Button
            size="small"
            type="primary"
            onClick={() => {
              if (!last) return move(at + 1);
              end();
              talk();
            }}
          >
            {last ? t("finish") : t("next")}
          </Button>
        </Flex>
      </Flex>
    </section>
  );
}
