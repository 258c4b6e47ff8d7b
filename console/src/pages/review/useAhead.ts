// What is looked up before it is asked for, and again when the talk goes on.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { get } from "@/api/client";
import { keyOf } from "@/api/queries";
import { useStream } from "@/api/stream";

const PATH = "/api/v1/cases/{id}";
const FRESH = 15_000; // ms that a case looked up ahead is good for
const PAUSE = 1_000; // ms between two looks while a room is busy

/** Looks up the case that comes next, so that it stands there at once. */
export function usePreload(next: number | null): void {
  const client = useQueryClient();
  useEffect(() => {
    if (next === null) return;
    const asking = { path: { id: next } };
    void client.prefetchQuery({
      queryKey: keyOf(PATH, asking),
      queryFn: ({ signal }) => get(PATH, asking, signal),
      staleTime: FRESH,
    });
  }, [client, next]);
}

/** Looks the case up again when somebody says something in its room. */
export function useLiveContext(current: number | null, room: number | null | undefined): void {
  const client = useQueryClient();
  const waits = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(waits.current), []);
  useStream(["talk"], (notice) => {
    const here = room !== null && room !== undefined && notice.rooms.includes(room);
    if (current === null || !here || waits.current !== undefined) return;
    waits.current = setTimeout(() => {
      waits.current = undefined;
      void client.invalidateQueries({ queryKey: keyOf(PATH, { path: { id: current } }) });
      void client.invalidateQueries({ queryKey: ["rooms", "/api/v1/rooms/{id}/timeline"] });
    }, PAUSE);
  });
}
