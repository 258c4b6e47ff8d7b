// Keeps what is on the screen true: each notice calls its group of answers stale.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { groupsOf } from "@/api/notices";
import { stale } from "@/api/queries";
import { useStream } from "@/api/stream";

const TOGETHER = 800; // ms in which notices are gathered: a busy hour must not be a busy network

/** Draws nothing. */
export function Freshness() {
  const client = useQueryClient();
  const groups = useRef(new Set<string>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useStream(["*"], ({ kind }) => {
    if (kind === "missed") return void client.invalidateQueries();
    for (const group of groupsOf(kind)) groups.current.add(group);
    if (groups.current.size === 0 || timer.current !== undefined) return undefined;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      void stale(client, [...groups.current]);
      groups.current.clear();
    }, TOGETHER);
    return undefined;
  });
  return null;
}
