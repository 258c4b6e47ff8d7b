import { DashboardOutlined } from "@ant-design/icons";
import type { Page } from "@/app/page";

export const pages: Page[] = [
  {
    path: "/now",
    right: "see",
    load: () => import("./index"),
    menu: {
      label: { zh: "现在", en: "Now" },
      icon: <DashboardOutlined />,
      group: "work",
      order: 10,
      prime: true,
    },
  },
];
