// What is decided in this sitting: shown at once, told honestly when the service says otherwise.
import { useCallback, useState } from "react";
import { get } from "@/api/client";
import { Problem } from "@/api/problem";
import { usePost } from "@/api/queries";
import type { Decision, Quicker, Said } from "./queue";

/** What a decision touches beside the cases: all of it is looked up anew. */
const TOUCHED = ["deliveries", "people", "lists", "alerts", "figures", "now", "samples"];

/** Who decided a case before, where that is why a word was refused. */
async function quickerThan(id: number, error: unknown): Promise<Quicker | null> {
  if (!(error instanceof Problem) || error.status !== 409) return null;
  try {
    const found = await get("/api/v1/cases/{id}", { path: { id } });
    const { state, decided, decided_by: name } = found;
    return name && decided ? { name, state, at: decided } : null;
  } catch {
    return null;
  }
}

export interface Choice {
  case: number;
  text: string;
  note: string;
  message?: number; // this message alone
}

export interface Decisions {
  said: readonly Said[];
  decide: (choice: Choice, decision: Decision) => void;
  undo: (choice: Choice) => void;
}

export function useDecisions(): Decisions {
  const [said, setSaid] = useState<readonly Said[]>([]);
  const { mutateAsync: send } = usePost("/api/v1/cases/{id}/decide", TOUCHED);
  const { mutateAsync: takeBack } = usePost("/api/v1/cases/{id}/undo", TOUCHED);

  const follow = useCallback((one: Said, sent: Promise<unknown>) => {
    setSaid((before) => [...before, one]);
    const become = (changed: Partial<Said>) =>
      setSaid((before) => before.map((other) => (other === one ? { ...one, ...changed } : other)));
    sent.then(
      () => become({ state: "done" }),
      async (error: unknown) => {
        const quicker = await quickerThan(one.case, error);
        become({ state: "refused", problem: error, ...(quicker ? { quicker } : {}) });
      },
    );
  }, []);

  const decide = useCallback(
    ({ case: id, text, note, message }: Choice, decision: Decision) => {
      const path = { id };
      const body =
        message === undefined
          ? { decision, note, scope: "campaign" as const }
          : { decision, note, scope: "message" as const, message };
      const alone = message !== undefined;
      follow({ case: id, word: decision, state: "saving", text, alone }, send({ path, body }));
    },
    [follow, send],
  );

  const undo = useCallback(
    ({ case: id, text, note }: Choice) => {
      follow(
        { case: id, word: "undo", state: "saving", text },
        takeBack({ path: { id }, body: { note } }),
      );
    },
    [follow, takeBack],
  );
  return { said, decide, undo };
}
