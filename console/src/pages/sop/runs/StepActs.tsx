// Leaving a step out, or saying it at another time: in a room, or wherever the plan runs.
import { Button, Flex, Input } from "antd";
import { useId, useState } from "react";
import { usePost } from "@/api/queries";
import type { Answer } from "@/api/types";
import { ReasonDialog } from "@/parts/ReasonDialog";
import { useCan } from "@/session/useMe";
import { useWords } from "./words";

export type Act = "skip" | "unskip" | "move" | "unmove";

interface Asked {
  plan: string;
  step: string;
  room: number | null; // null: wherever it runs
  date: string | null; // null: whenever it comes
  acts: readonly Act[];
  done: (what: string) => void;
}

const TOUCHED = ["runs", "calendar", "steps"];

export function StepActs({ plan, step, room, date, acts, done }: Asked) {
  const { t } = useWords();
  const can = useCan();
  const [act, ask] = useState<Act | null>(null);
  const [to, setTo] = useState("");
  const field = useId();
  const skip = usePost("/api/v1/plans/{name}/skip", TOUCHED);
  const move = usePost("/api/v1/plans/{name}/move", TOUCHED);
  const moves = act === "move" || act === "unmove";
  const call = moves ? move : skip;
  if (!can("plan")) return null;

  const told = (found: Answer<"/api/v1/plans/{name}/skip", "post">) => {
    ask(null);
    done(outcomeOf(found.items, t));
  };
  const send = (reason: string) => {
    const where = { step, date, rooms: room === null ? [] : [room], reason };
    const path = { name: plan };
    if (moves)
      move.mutate(
        { path, body: { ...where, to: act === "move" ? to : null } },
        { onSuccess: told },
      );
    else skip.mutate({ path, body: { ...where, undo: act === "unskip" } }, { onSuccess: told });
  };
  return (
    <>
      <Flex gap={8} wrap>
        {acts.map((one) => (
          <Button key={one} onClick={() => ask(one)}>
            {t(one)}
          </Button>
        ))}
      </Flex>
      <ReasonDialog
        open={act !== null}
        title={t(act ?? "skip")}
        action={t(act ?? "skip")}
        blocked={act === "move" && !to}
        busy={call.isPending}
        error={call.error}
        act={send}
        close={() => ask(null)}
      >
        {act === "skip" && <p>{t("skipHint")}</p>}
        {act === "move" && (
          <p>
            <label htmlFor={field}>{t("moveTo")}</label>
            <Input
              id={field}
              type="datetime-local"
              value={to}
              onChange={(event) => setTo(event.target.value)}
            />
          </p>
        )}
      </ReasonDialog>
    </>
  );
}

type Words = Answer<"/api/v1/plans/{name}/skip", "post">["items"];

/** In how many rooms something changed, and why it did not in the others. */
function outcomeOf(items: Words, t: ReturnType<typeof useWords>["t"]): string {
  const changed = items.filter((one) => one.done);
  const others = items.filter((one) => !one.done);
  const lines = [t("changed", { count: changed.length })];
  if (items.length === 1 && items[0]) lines.splice(0, 1, items[0].what);
  else if (others.length > 0)
    lines.push(t("unchanged", { count: others.length }), others[0]?.what ?? "");
  return lines.join(" · ");
}
