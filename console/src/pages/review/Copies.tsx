// All copies of a campaign, over rooms and people; each can be decided alone.
import { Button, Dropdown, Tag } from "antd";
import { useState } from "react";
import type { Of } from "@/api/types";
import { PersonLink, RoomLink } from "@/parts/Links";
import { Marked } from "@/parts/Marked";
import { Time } from "@/parts/Time";
import type { Decision } from "./queue";
import { useWords } from "./words";

interface Shown {
  said: readonly Of<"CaseMessage">[];
  evidence: readonly string[];
  alone: ((message: number, decision: Decision) => void) | null; // null: they may not
}

const FIRST = 10;
const ACTIONS = ["warn", "hold", "remove", "deny"] as const;

export function Copies({ said, evidence, alone }: Shown) {
  const { t } = useWords();
  const [shown, setShown] = useState(FIRST);
  return (
    <section aria-label={t("copies")}>
      <h2>{t("copies")}</h2>
      <ol className="rv-copies">
        {said.slice(0, shown).map((one) => (
          <li key={one.id} className="rv-line">
            <div className="rv-line-head">
              <PersonLink person={one} />
              {one.room !== null && (
                <RoomLink room={{ id: one.room, name: one.room_name }} at={one.id} />
              )}
              <Time at={one.at} />
              {!one.flagged && <Tag>{t("unflagged")}</Tag>}
              <Action action={one.action} />
              {one.recalled && <Tag>{t("recalled")}</Tag>}
              {alone && <Alone decide={(decision) => alone(one.id, decision)} />}
            </div>
            <Marked text={one.text || t("noText")} words={evidence} />
          </li>
        ))}
      </ol>
      {said.length > shown && (
        <Button size="small" onClick={() => setShown((before) => before + 50)}>
          {`+${said.length - shown}`}
        </Button>
      )}
    </section>
  );
}

function Action({ action }: { action: string }) {
  const { t } = useWords();
  const known = ACTIONS.find((one) => one === action);
  return known ? <Tag color="error">{t("did", { action: t(known) })}</Tag> : null;
}

function Alone({ decide }: { decide: (decision: Decision) => void }) {
  const { t } = useWords();
  const item = (key: Decision, label: string) => ({ key, label, onClick: () => decide(key) });
  const items = [
    item("advert", t("sayAdvert")),
    item("fine", t("sayFine")),
    item("remove", t("sayRemove")),
  ];
  return (
    <Dropdown trigger={["click"]} menu={{ items }}>
      <Button size="small" type="text">
        {t("onlyThis")}
      </Button>
    </Dropdown>
  );
}
