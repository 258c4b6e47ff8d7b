// The menu as one sees it: only the pages that exist and that one may open.
import { useLocation } from "react-router";
import { useMe } from "@/session/useMe";
import { type Entry, entryOf, MENU, visible } from "./menu";

export function useMenu(): { entries: Entry[]; current: Entry | undefined } {
  const { me } = useMe();
  const { pathname } = useLocation();
  const entries = me ? visible(MENU, me) : [];
  return { entries, current: entryOf(entries, pathname) };
}
