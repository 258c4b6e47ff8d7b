import { words } from "@/i18n";

export const useHistoryWords = words("settingHistory", {
  zh: {
    none: "还没有人在这里改过设置",
    back: "恢复到改之前",
    backTitle: "恢复到这次修改之前的 config.yaml？",
    backHint:
      "整个文件回到那时的样子：之后的修改也会一并撤回。现在的文本同样会保留，可以再恢复回来。",
    undone: "恢复了较早的版本",
    nothing: "（未写）",
  },
  en: {
    none: "Nobody has changed settings here yet",
    back: "Back to before this",
    backTitle: "Back to config.yaml as it was before this change?",
    backHint:
      "The whole file as it was then: later changes are taken back as well. The present text is kept, too.",
    undone: "went back to an earlier text",
    nothing: "(not written)",
  },
});
