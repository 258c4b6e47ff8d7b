import { BellOutlined } from "@ant-design/icons";
import type { Page } from "@/app/page";

export const pages: Page[] = [
  {
    path: "/alerts",
    right: "see",
    load: () => import("./index"),
    menu: {
      label: { zh: "提醒", en: "Alerts" },
      icon: <BellOutlined />,
      group: "work",
      order: 70,
    },
  },
];
