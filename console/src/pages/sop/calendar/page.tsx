import { CalendarOutlined } from "@ant-design/icons";
import type { Page } from "@/app/page";

export const pages: Page[] = [
  {
    path: "/sop/calendar",
    right: "see",
    load: () => import("./index"),
    menu: {
      label: { zh: "日历", en: "Calendar" },
      icon: <CalendarOutlined />,
      group: "sop",
      order: 110,
    },
  },
];
