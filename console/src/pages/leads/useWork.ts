// What is done with leads. Whoever comes second is told who was quicker.
import { App } from "antd";
import { get } from "@/api/client";
import { Problem } from "@/api/problem";
import { usePost } from "@/api/queries";
import { usePreference } from "@/app/preferences";
import { useNow } from "@/parts/Time";
import { lasting } from "@/parts/time";
import { useTold } from "@/parts/useTold";
import { type Lead, type Move, stageOf } from "./board";
import { useWords } from "./words";

const TOUCHED = ["figures", "now", "people"];

const SAID: Partial<Record<Doing["move"], "claimedSaid" | "notedSaid">> = {
  claim: "claimedSaid",
  note: "notedSaid",
};

interface Doing {
  move: Move | "note";
  lead: Pick<Lead, "id">;
  note?: string;
  to?: string;
}

/** What came of it; late: somebody was quicker. */
type Outcome = "done" | "late" | "failed";

export interface Work {
  busy: boolean;
  act: (doing: Doing) => Promise<Outcome>;
}

export function useWork(): Work {
  const { t } = useWords();
  const { message } = App.useApp();
  const quicker = useQuicker();
  const claim = usePost("/api/v1/leads/{id}/claim", TOUCHED);
  const release = usePost("/api/v1/leads/{id}/release", TOUCHED);
  const won = usePost("/api/v1/leads/{id}/won", TOUCHED);
  const lost = usePost("/api/v1/leads/{id}/lost", TOUCHED);
  const assign = usePost("/api/v1/leads/{id}/assign", TOUCHED);
  const write = usePost("/api/v1/leads/{id}/note", TOUCHED);

  const send = ({ move, lead, note = "", to = "" }: Doing) => {
    const path = { id: lead.id };
    if (move === "assign") return assign.mutateAsync({ path, body: { to, note } });
    if (move === "note") return write.mutateAsync({ path, body: { note } });
    return { claim, release, won, lost }[move].mutateAsync({ path, body: { note } });
  };
  const act = async (doing: Doing): Promise<Outcome> => {
    try {
      await send(doing);
    } catch (error) {
      void message.warning(await quicker(doing.lead.id, error), 6);
      return error instanceof Problem && error.status === 409 ? "late" : "failed";
    }
    void message.success(t(SAID[doing.move] ?? "movedSaid"));
    return "done";
  };
  const busy = [claim, release, won, lost, assign, write].some((one) => one.isPending);
  return { busy, act };
}

/** Says who was quicker, in the reader's words; else what the API said. */
function useQuicker(): (lead: number, error: unknown) => Promise<string> {
  const { t } = useWords();
  const language = usePreference("language");
  const now = useNow();
  const told = useTold();
  return async (lead, error) => {
    const detail = told(error);
    if (!(error instanceof Problem) || error.status !== 409) return detail;
    try {
      const found = await get("/api/v1/leads/{id}", { path: { id: lead } });
      if (!found.owner) return detail;
      const span = lasting((now.getTime() - Date.parse(found.since)) / 1000, language);
      return t("quicker", { name: found.owner, state: t(stageOf(found)), span });
    } catch {
      return detail;
    }
  };
}
