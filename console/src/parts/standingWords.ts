import { words } from "@/i18n";

/** How a step stands, in the words of whoever looks at a calendar. */
export const useWords = words("standing", {
  zh: {
    planned: "未到时间",
    foreseen: "尚未排定",
    under_way: "进行中",
    overdue: "逾期",
    done: "已完成",
    late: "完成（晚了）",
    skipped: "已跳过",
    failed: "失败",
    held: "等待决定",
  },
  en: {
    planned: "To come",
    foreseen: "Not laid out yet",
    under_way: "Under way",
    overdue: "Overdue",
    done: "Done",
    late: "Done late",
    skipped: "Skipped",
    failed: "Failed",
    held: "Waits for a word",
  },
});
