import { words } from "@/i18n";

/** Names of pages, as the menu, the tab's title and headings say them. */
export const useWords = words("menu", {
  zh: {
    work: "日常",
    sop: "SOP",
    house: "系统",
    account: "我的账号",
  },
  en: {
    work: "Daily work",
    sop: "SOP",
    house: "House",
    account: "My account",
  },
});
