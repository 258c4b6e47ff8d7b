// The menu: one line a page, in the order of the day's work. Only what exists, only what one may.
import type { ReactNode } from "react";
import type { Right } from "@/session/useMe";
import type { useWords } from "./menuWords";

type Label = Parameters<ReturnType<typeof useWords>["t"]>[0];

/** A page in the menu. `prime` ones stand in the bottom bar of a phone (at most four). */
export interface Entry {
  path: string;
  label: Label;
  icon: ReactNode;
  right: Right;
  group: "work" | "sop" | "house";
  prime?: boolean;
}

export const MENU: readonly Entry[] = [];
