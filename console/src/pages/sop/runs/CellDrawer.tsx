// What was clicked in the grid: a step in a room, a step everywhere, or a room.

import { Drawer } from "antd";
import type { Of } from "@/api/types";
import { useTitled } from "@/parts/useTitled";
import { AboutCell } from "./AboutCell";
import { AboutRoom } from "./AboutRoom";
import type { Cell, Row } from "./grid";
import { StepActs } from "./StepActs";
import { useWords } from "./words";

type Run = Of<"Run">;

export type Opened =
  | { kind: "cell"; run: Run; row: Row; cell: Cell }
  | { kind: "step"; row: Row }
  | { kind: "room"; run: Run };

interface Shown {
  plan: string;
  opened: Opened | null;
  close: () => void;
  tell: (what: string) => void;
}

export function CellDrawer({ plan, opened, close, tell }: Shown) {
  const title = opened && (opened.kind === "room" ? opened.run.room_name : opened.row.title);
  const done = (what: string) => {
    tell(what);
    close();
  };
  return (
    <Drawer open={opened !== null} onClose={close} size={420} title={title} destroyOnHidden>
      {opened?.kind === "cell" && <AboutCell plan={plan} {...opened} done={done} />}
      {opened?.kind === "room" && <AboutRoom run={opened.run} done={done} />}
      {opened?.kind === "step" && <AboutStep plan={plan} row={opened.row} done={done} />}
    </Drawer>
  );
}

function AboutStep({ plan, row, done }: { plan: string; row: Row; done: (what: string) => void }) {
  const { t } = useWords();
  const titled = useTitled();
  return (
    <>
      <p>
        {row.day === null ? t("follows") : `${t("day", { day: row.day })} ${row.time}`} ·{" "}
        <bdi>{row.person ? titled(row.person) : t("bot")}</bdi>
      </p>
      <p className="gk-quiet">{t("everywhere")}</p>
      <StepActs
        plan={plan}
        step={row.step}
        room={null}
        date={null}
        acts={row.day === null ? ["skip", "unskip"] : ["skip", "unskip", "move", "unmove"]}
        done={done}
      />
    </>
  );
}
