// What we have still to say in the room: why it waits, and a way to call it off.
import { Button } from "antd";
import { itemsOf, useList, usePost } from "@/api/queries";
import type { Answer, Of } from "@/api/types";
import { ProblemNote } from "@/parts/ProblemNote";
import { Time } from "@/parts/Time";
import { useSaid } from "@/parts/useSaid";
import { useCan } from "@/session/useMe";
import { useWords } from "./words";

const SHOWN = 3;
const WAITS = new Set(["pending", "claimed", "held", "unknown"]);

export function WaitingPosts({ room }: { room: Answer<"/api/v1/rooms/{id}", "get"> }) {
  const { t } = useWords();
  const can = useCan();
  const said = useSaid();
  const found = useList("/api/v1/deliveries", { query: { room: room.id, limit: 30 } });
  const cancel = usePost("/api/v1/deliveries/{id}/cancel");
  const waiting = itemsOf(found).filter((one) => one.kind === "Say" && WAITS.has(one.state));
  if (found.error) return <ProblemNote error={found.error} retry={() => void found.refetch()} />;
  if (waiting.length === 0) return null;
  return (
    <ul className="gk-waiting">
      {waiting.slice(0, SHOWN).map((one) => (
        <li key={one.id}>
          <span className="gk-waiting-text">{String(one.deed?.text ?? "")}</span>
          <span className="gk-quiet">
            <Why delivery={one} />
          </span>
          {can("decide", room) && (
            <Button
              size="small"
              type="link"
              onClick={() => cancel.mutate({ path: { id: one.id } }, { onError: said.refused })}
            >
              {t("callOff")}
            </Button>
          )}
        </li>
      ))}
      {waiting.length > SHOWN && (
        <li className="gk-quiet">{t("waiting", { count: waiting.length })}</li>
      )}
    </ul>
  );
}

function Why({ delivery }: { delivery: Of<"Delivery"> }) {
  const { t } = useWords();
  if (delivery.state === "held") return t("held");
  if (delivery.state === "unknown") return t("unknown");
  const later = delivery.not_before ?? delivery.due;
  if (new Date(later) <= new Date(delivery.created)) return t("waitsTurn");
  return (
    <>
      {t("waitsTurn")} · <Time at={later} />
    </>
  );
}
