import { CheckSquareOutlined } from "@ant-design/icons";
import type { Page } from "@/app/page";

export const pages: Page[] = [
  {
    path: "/tasks",
    right: "see",
    load: () => import("./index"),
    menu: {
      label: { zh: "任务", en: "Tasks" },
      icon: <CheckSquareOutlined />,
      group: "work",
      order: 60,
      prime: true,
    },
  },
];
