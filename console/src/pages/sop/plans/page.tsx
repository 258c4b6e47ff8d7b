import { ScheduleOutlined } from "@ant-design/icons";
import type { Page } from "@/app/page";

export const pages: Page[] = [
  {
    path: "/sop/plans",
    right: "see",
    load: () => import("./index"),
    menu: {
      label: { zh: "计划", en: "Plans" },
      icon: <ScheduleOutlined />,
      group: "sop",
      order: 130,
    },
  },
  { path: "/sop/plans/:name", right: "see", load: () => import("./PlanPage") },
];
