// The menu, made of what the pages say of themselves. Pure but for the pages it is made of.
import type { InMenu, Page } from "./page";

const files = import.meta.glob<readonly Page[]>("../pages/**/page.tsx", {
  eager: true,
  import: "pages",
});

/** Every page of the console. */
export const PAGES: readonly Page[] = Object.values(files).flat();

/** A page that stands in the menu. */
export interface Entry extends InMenu {
  path: string;
  page: Page;
}

/** What somebody may: everywhere, and in some rooms at least. */
export interface Rights {
  rights: readonly string[];
  somewhere: readonly string[];
}

/** The entries of the menu, in their order. */
export function menuOf(pages: readonly Page[]): Entry[] {
  return pages
    .flatMap((page) => (page.menu ? [{ ...page.menu, path: page.path, page }] : []))
    .sort((a, b) => a.order - b.order);
}

export const MENU: readonly Entry[] = menuOf(PAGES);

/** Whether somebody may open a page. */
export function opens(page: Page, me: Rights): boolean {
  return me.rights.includes(page.right) || (!page.everywhere && me.somewhere.includes(page.right));
}

/** The entries that somebody sees. */
export function visible(menu: readonly Entry[], me: Rights): Entry[] {
  return menu.filter((one) => opens(one.page, me));
}

/** The entry whose page an address belongs to: the longest path that it begins with. */
export function entryOf(menu: readonly Entry[], pathname: string): Entry | undefined {
  return menu
    .filter((one) => pathname === one.path || pathname.startsWith(`${one.path}/`))
    .sort((a, b) => b.path.length - a.path.length)[0];
}
