import { HistoryOutlined } from "@ant-design/icons";
import type { Page } from "@/app/page";

export const pages: Page[] = [
  {
    path: "/audit",
    right: "decide",
    everywhere: true,
    load: () => import("./index"),
    menu: {
      label: { zh: "操作记录", en: "Audit" },
      icon: <HistoryOutlined />,
      group: "house",
      order: 230,
    },
  },
];
