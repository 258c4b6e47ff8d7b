// A room's window and what changes it: pages by cursor, and what is committed just now.
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { get } from "@/api/client";
import { useRoomStream, useStream } from "@/api/stream";
import type { Asked } from "./filter";
import {
  EMPTY,
  type Item,
  opened,
  type RoomWindow,
  type TimelinePage,
  withLive,
  withNewer,
  withOlder,
} from "./window";

const PAGE = 60;
const GREAT_PAGE = 200; // of what is further up, or was missed
const CATCH_UP = 5; // pages that are read after a gap; more is read anew from the end

type Side = "first" | "older" | "newer";

export interface Timeline {
  window: RoomWindow;
  loading: Side | null;
  problem: Error | null; // while there is one, only `again` loads on
  unseen: number; // that came in while the room's end is not loaded
  older: () => void;
  newer: () => void;
  toEnd: () => void;
  again: () => void; // what failed, once more
}

/** A room from its end, or around the message `at`; with `asked` only what fits, and no news. */
export function useTimeline(room: number, asked: Asked | null, at: number | null): Timeline {
  const client = useQueryClient();
  const [window, setWindow] = useState<RoomWindow>(EMPTY);
  const [loading, setLoading] = useState<Side | null>("first");
  const [problem, setProblem] = useState<Error | null>(null);
  const [unseen, setUnseen] = useState(0);
  const current = useRef({ window, atEnd: false, turn: 0, fresh: new Map<string, Item>() });
  const failed = useRef<() => void>(() => undefined);
  const question = JSON.stringify(asked ?? {});
  const look = useMemo(() => lookAt(client, room, question), [client, room, question]);

  const show = useCallback((next: RoomWindow) => {
    current.current.window = next;
    setWindow(next);
  }, []);

  const load = useCallback(
    async (side: Side, how: Asked, take: (page: TimelinePage) => RoomWindow): Promise<boolean> => {
      const turn = side === "first" ? ++current.current.turn : current.current.turn;
      const isOver = () => turn !== current.current.turn; // another first page is wanted
      current.current.fresh.clear();
      setLoading(side);
      setProblem(null);
      try {
        const page = await look(how);
        if (isOver()) return false;
        // What was told while the page was on its way is newer than the page.
        const told = [...current.current.fresh.values()];
        const end = current.current.atEnd;
        show(told.reduce((seen, item) => withLive(seen, item, end), take(page)));
      } catch (error) {
        if (!isOver()) setProblem(errorOf(error));
        failed.current = () => void load(side, how, take);
        return false;
      } finally {
        if (!isOver()) setLoading(null);
      }
      return true;
    },
    [look, show],
  );

  const first = useCallback(
    (around: number | null) => {
      current.current.atEnd = around === null;
      setUnseen(0);
      show(EMPTY);
      const how: Asked = around === null ? {} : { around };
      void load("first", { ...how, limit: PAGE }, (page) => {
        current.current.atEnd = around === null || page.newer === null;
        return opened(page);
      });
    },
    [load, show],
  );

  useEffect(() => first(at), [first, at]);

  const older = useCallback(() => {
    const { older: before } = current.current.window;
    if (before === null) return;
    const how = { before, limit: GREAT_PAGE };
    void load("older", how, (page) => withOlder(current.current.window, page));
  }, [load]);

  const newer = useCallback(() => {
    const { newer: after } = current.current.window;
    if (after === null || current.current.atEnd) return;
    void load("newer", { after, limit: PAGE }, (page) => {
      if (page.newer === null) current.current.atEnd = true;
      if (current.current.atEnd) setUnseen(0);
      return withNewer(current.current.window, page);
    });
  }, [load]);

  const catchUp = useCallback(async () => {
    for (let page = 0; page < CATCH_UP; page++) {
      const last = current.current.window.items.at(-1);
      if (!last) break;
      const how = { after: last.cursor, limit: GREAT_PAGE };
      const take = (found: TimelinePage) => withNewer(current.current.window, found);
      if (!(await load("newer", how, take))) {
        failed.current = () => void catchUp();
        return;
      }
      if (current.current.window.newer === null) return;
    }
    first(null);
  }, [load, first]);

  // What was said between the page and the opening of the line is in neither.
  useStream(["hello"], () => {
    if (asked === null && current.current.atEnd && loading !== "first") void catchUp();
  });
  useRoomStream(asked === null ? room : null, (notice) => {
    if (notice.kind === "missed" && current.current.atEnd) return void catchUp();
    if (notice.kind !== "item") return undefined;
    const item = notice.item as Item;
    current.current.fresh.set(item.key, item);
    const before = current.current.window;
    const next = withLive(before, item, current.current.atEnd);
    if (next !== before) show(next);
    else if (!current.current.atEnd) setUnseen((count) => count + 1);
    return undefined;
  });

  const again = () => failed.current();
  return { window, loading, problem, unseen, older, newer, toEnd: () => first(null), again };
}

function lookAt(client: QueryClient, room: number, question: string) {
  return (how: Asked): Promise<TimelinePage> => {
    const query = { ...(JSON.parse(question) as Asked), ...how };
    return client.fetchQuery({
      queryKey: ["timeline", room, query],
      queryFn: ({ signal }) =>
        get("/api/v1/rooms/{id}/timeline", { path: { id: room }, query }, signal),
      gcTime: 0,
      staleTime: 0,
    });
  };
}

function errorOf(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
