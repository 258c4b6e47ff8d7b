import { PlayCircleOutlined } from "@ant-design/icons";
import type { Page } from "@/app/page";

export const pages: Page[] = [
  {
    path: "/sop/runs",
    right: "see",
    load: () => import("./index"),
    menu: {
      label: { zh: "运行", en: "Runs" },
      icon: <PlayCircleOutlined />,
      group: "sop",
      order: 120,
    },
  },
  { path: "/sop/runs/:plan", right: "see", load: () => import("./PlanRuns") },
];
