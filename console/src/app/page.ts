// How a page is declared: `pages/NAME/page.tsx` gives `pages`, a list of these.
import type { ComponentType, ReactNode } from "react";
import type { Language } from "@/i18n";
import type { Right } from "@/session/useMe";

/** Where a page stands in the menu, and how it is called there. */
export interface InMenu {
  label: Record<Language, string>;
  icon: ReactNode;
  group: "work" | "sop" | "house";
  order: number; // within the whole menu; README.md lists who has which
  prime?: boolean; // in the bar of a phone: at most four
}

/** An address and the page that it shows, loaded when it is opened first. */
export interface Page {
  path: string; // "/rooms/:id"
  right: Right; // whoever has it nowhere sees no such page
  everywhere?: boolean; // having it in some rooms is not enough
  load: () => Promise<{ default: ComponentType }>;
  menu?: InMenu; // none: it is reached from another page
}
