// Keeps the list of rooms true: at most every few seconds, however much is said.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useStream } from "@/api/stream";

const EVERY = 5_000; // ms

export function useStanding(): void {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useStream(["talk", "alert", "case", "lead", "question", "channel"], () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      void client.invalidateQueries({ queryKey: ["rooms", "/api/v1/rooms/health"] });
    }, EVERY);
  });
}
