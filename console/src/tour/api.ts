// The demo's own endpoints. They exist in the demo only and stand in no OpenAPI text, so their
// types are written here, as bot/demo/tour.py has them.
import {
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { getBeside, postBeside } from "@/api/client";

export interface TourRoom {
  ref: string;
  key: string;
  name: string;
  members: string[];
}

export type Kind = "advert" | "disguised" | "buying" | "unanswered" | "student_id";

export interface Example {
  kind: Kind;
  room: string; // a key
  who: "newcomer" | "member";
  text: string;
}

export interface Demo {
  speed: number;
  speeds: number[];
  now: string;
  guest: boolean; // came in by the link that the demo printed
  rooms: TourRoom[];
  examples: Example[];
}

export interface Said {
  ref: string;
  by: string;
  came_in: boolean;
}

export interface After {
  message: number | null;
  room: number | null;
  student: number | null;
  name: string;
  verdicts: { detector: string; score: number; reason: string }[];
  case: { id: number; state: string } | null;
  leads: { id: number; category: string; words: string[] }[];
  question: boolean;
  due: string | null;
  alerts: { id: number; kind: string; reason: string; level: number; taken_by: string | null }[];
  answers: { id: number; kind: string; state: string; reason: string }[];
}

/** The room that an example goes into. */
export function roomOf(demo: Demo, example: Example): TourRoom | undefined {
  return demo.rooms.find((one) => one.key === example.room);
}

/** Something that a member was let say, with its words. */
export interface Spoken extends Said {
  text: string;
}

const KEY = ["demo"] as const;
const SOON = 700; // ms between two looks at what became of a message
const LATER = 5_000;

export function useDemo(): UseQueryResult<Demo> {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => getBeside<Demo>("/api/v1/demo", {}, signal),
    refetchInterval: 30_000, // people come and go
  });
}

export function useSay(): UseMutationResult<
  Said,
  Error,
  { room: string; by: string; text: string }
> {
  return useMutation({
    mutationFn: (body) => postBeside<Said>("/api/v1/demo/say", { body }),
  });
}

/** Time at another speed; everything that shows a time asks for it anew. */
export function useSpeed(): UseMutationResult<Demo, Error, number> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (speed) => postBeside<Demo>("/api/v1/demo/clock", { body: { speed } }),
    onSuccess: (demo) => {
      client.setQueryData(KEY, demo);
      void client.invalidateQueries({ queryKey: ["house"] });
    },
  });
}

/** What became of something that was said; looked at often until nothing more is expected. */
export function useAfter(ref: string | null, settled: boolean): After | undefined {
  const found = useQuery({
    queryKey: ["demo", "said", ref],
    queryFn: ({ signal }) => getBeside<After>("/api/v1/demo/said/{ref}", { path: { ref } }, signal),
    enabled: ref !== null,
    refetchInterval: settled ? LATER : SOON,
  });
  return found.data;
}
