// What the review page knows and does: which case is shown, what is said of it, what comes next.
import { Grid, type InputRef } from "antd";
import { type RefObject, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { itemsOf, useGet, useList } from "@/api/queries";
import { useAllRooms } from "@/parts/useAllRooms";
import { useCan } from "@/session/useMe";
import { useWhich, type Which } from "./Filters";
import { type Case, type Decision, left, nextOf, undoable, type Word } from "./queue";
import { useLiveContext, usePreload } from "./useAhead";
import { useDecisions } from "./useDecisions";

const PART = 200; // cases that are looked up at once

function useCases({ history, room, kind }: Which) {
  const query = {
    limit: history ? 50 : PART,
    ...(history ? { decided: true } : { state: "open" as const }),
    ...(room ? { room } : {}),
    ...(kind ? { kind } : {}),
  };
  return useList("/api/v1/cases", { query }, { keep: true });
}

/** Whether there is room for the list beside the case. */
export function useDesk(): boolean {
  return Grid.useBreakpoint().lg ?? innerWidth >= 992;
}

/** The case in the address, else the first of the list where both are shown. */
function useCurrent(cases: readonly Case[], named: number | null): number | null {
  const desk = useDesk();
  return named ?? (desk ? (cases[0]?.id ?? null) : null);
}

/** A note for each case, kept while one goes to and fro. */
function useNotes(current: number | null) {
  const [notes, setNotes] = useState<Record<number, string>>({});
  const key = current ?? 0;
  const write = (text: string) => setNotes((before) => ({ ...before, [key]: text }));
  return { note: notes[key] ?? "", write };
}

export function useReview() {
  const { which, named, hrefOf } = useWhich();
  const rooms = useAllRooms();
  const list = useCases(which);
  const { said, decide, undo } = useDecisions();
  const cases = which.history ? itemsOf(list) : left(itemsOf(list), said);
  const current = useCurrent(cases, named);
  const asking = { path: { id: current ?? 0 } };
  const found = useGet("/api/v1/cases/{id}", asking, { enabled: current !== null });
  const whole = current === null ? undefined : found.data;
  const { note, write } = useNotes(current);
  const field: RefObject<InputRef | null> = useRef(null);
  const can = useCan();
  const may = can("decide", rooms.find((one) => one.id === whole?.room) ?? {});
  const go = useNavigate();
  const show = (id: number | null) => go(hrefOf(id));
  usePreload(nextOf(cases, current));
  useLiveContext(current, whole?.room);

  const last = undoable(said);
  const undoLast = () => {
    if (!last) return;
    undo({ case: last.case, text: last.text, note: "" });
    show(last.case);
  };
  const say = (word: Word) => {
    if (!whole || !may || !(word in whole.outlook)) return;
    const choice = { case: whole.id, text: whole.text, note };
    if (word === "undo") undo(choice);
    else {
      const next = nextOf(cases, whole.id);
      decide(choice, word);
      if (!which.history) show(next);
    }
    write("");
  };
  const alone = (message: number, decision: Decision) => {
    if (whole) decide({ case: whole.id, text: whole.text, note, message }, decision);
  };
  const undoHere = () =>
    whole && whole.state !== "open" && "undo" in whole.outlook ? say("undo") : undoLast();
  return {
    ...{ which, hrefOf, rooms, list, said, cases, current, found, whole, note, write, field },
    ...{ may, show, last, undoLast, undoHere, say, alone },
  };
}
