// The menu as one sees it: only the pages that exist and that one may open.
import { useLocation } from "react-router";
import { useMe } from "@/session/useMe";
import { type Entry, MENU } from "./menu";

/** The entries that somebody with these rights sees. */
export function visible(menu: readonly Entry[], rights: readonly string[]): Entry[] {
  return menu.filter((one) => rights.includes(one.right));
}

/** The entry whose page an address belongs to: the longest path that it begins with. */
export function entryOf(menu: readonly Entry[], pathname: string): Entry | undefined {
  return menu
    .filter((one) => pathname === one.path || pathname.startsWith(`${one.path}/`))
    .sort((a, b) => b.path.length - a.path.length)[0];
}

export function useMenu(): { entries: Entry[]; current: Entry | undefined } {
  const { me } = useMe();
  const { pathname } = useLocation();
  const entries = visible(MENU, me?.rights ?? []);
  return { entries, current: entryOf(entries, pathname) };
}
