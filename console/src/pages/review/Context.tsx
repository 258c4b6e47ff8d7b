// The message where it was said: what came right before, and what came after. Live.
import { Button, Tag } from "antd";
import { useGet } from "@/api/queries";
import type { Of } from "@/api/types";
import { PersonLink, RoomLink } from "@/parts/Links";
import { Marked } from "@/parts/Marked";
import { ProblemNote } from "@/parts/ProblemNote";
import { Time } from "@/parts/Time";
import { around, type Line, near } from "./lines";
import { useWords } from "./words";

const WIDE = 40; // messages around it

interface Shown {
  whole: Of<"CaseWhole">;
  evidence: readonly string[];
  wide: boolean;
  widen: () => void;
}

export function Context({ whole, evidence, wide, widen }: Shown) {
  const { t } = useWords();
  const room = whole.room === null ? null : { id: whole.room, name: whole.room_name };
  const own = whole.said.find((one) => one.id === whole.message);
  const { before, after, found } = useAround(whole, wide);
  return (
    <section aria-label={t("context")} className="rv-context">
      <div className="rv-section-head">
        <h2>{t("context")}</h2>
        {room && <RoomLink room={room} at={whole.message} />}
        <Button size="small" type="text" onClick={widen} aria-expanded={wide}>
          {wide ? t("lessContext") : t("moreContext")}
        </Button>
      </div>
      {wide && <ProblemNote error={found.error} retry={() => void found.refetch()} />}
      {before.map((one) => (
        <Said key={one.id} line={one} />
      ))}
      <div className="rv-line rv-own">
        <div className="rv-line-head">
          <PersonLink person={{ name: whole.name, student_id: whole.student_id }} />
          {own && <Time at={own.at} />}
          {own?.recalled && <Tag>{t("recalled")}</Tag>}
        </div>
        {whole.text ? (
          <Marked text={whole.text} words={evidence} />
        ) : (
          <span className="gk-quiet">{t("noText")}</span>
        )}
      </div>
      {after.map((one) => (
        <Said key={one.id} line={one} />
      ))}
    </section>
  );
}

/** A few messages, or many; the few stay until the many are there. */
function useAround(whole: Of<"CaseWhole">, wide: boolean) {
  const asked = { path: { id: whole.room ?? 0 }, query: { around: whole.message, limit: WIDE } };
  const enabled = wide && whole.room !== null;
  const found = useGet("/api/v1/rooms/{id}/timeline", asked, { enabled });
  const lines = enabled && found.data ? around(found.data.items, whole.message) : near(whole);
  return { ...lines, found };
}

function Said({ line }: { line: Line }) {
  const { t } = useWords();
  return (
    <div className="rv-line">
      <div className="rv-line-head">
        <PersonLink person={line} />
        {line.own && <Tag color="success">{t("ours")}</Tag>}
        <Time at={line.at} />
        {line.recalled && <Tag>{t("recalled")}</Tag>}
      </div>
      {line.text ? (
        <bdi className="gk-said">{line.text}</bdi>
      ) : (
        <span className="gk-quiet">{t("noText")}</span>
      )}
    </div>
  );
}
