// Pausing, resuming or stopping a plan: in one room, or wherever it runs; with the reason.
import { usePost } from "@/api/queries";
import { ReasonDialog } from "@/parts/ReasonDialog";
import { useWords } from "./words";

export type Verb = "pause" | "resume" | "stop";

interface Asked {
  plan: string;
  title: string;
  room?: { id: number; name: string };
  verb: Verb | null;
  close: () => void;
  tell: (what: string) => void;
}

const TOUCHED = ["runs", "calendar", "steps", "plan-files"];

export function RunDialog({ plan, title, room, verb, close, tell }: Asked) {
  const { t } = useWords();
  const pause = usePost("/api/v1/plans/{name}/pause", TOUCHED);
  const resume = usePost("/api/v1/plans/{name}/resume", TOUCHED);
  const stop = usePost("/api/v1/plans/{name}/stop", TOUCHED);
  const calls = { pause, resume, stop };
  const shown = verb ?? "pause";
  const call = calls[shown];
  const act = (reason: string) => {
    const telling = { path: { name: plan }, body: { rooms: room ? [room.id] : [], reason } };
    const onSuccess = (found: { items: unknown[]; missed?: unknown[] }) => {
      const missed = found.missed?.length ?? 0;
      tell(
        missed > 0 ? t("missed", { count: missed }) : t("changed", { count: found.items.length }),
      );
      close();
    };
    if (shown === "resume") resume.mutate(telling, { onSuccess });
    else calls[shown].mutate(telling, { onSuccess });
  };
  return (
    <ReasonDialog
      open={verb !== null}
      title={t(`${shown}Title`, { plan: title })}
      action={t(shown)}
      danger={shown === "stop"}
      busy={call.isPending}
      error={call.error}
      act={act}
      close={close}
    >
      <p>{t(`${shown}Hint`)}</p>
      <p className="gk-quiet">{room ? t("here", { room: room.name }) : t("everywhere")}</p>
    </ReasonDialog>
  );
}
