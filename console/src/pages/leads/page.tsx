import { FunnelPlotOutlined } from "@ant-design/icons";
import type { Page } from "@/app/page";

export const pages: Page[] = [
  {
    path: "/leads",
    right: "see",
    load: () => import("./index"),
    menu: {
      label: { zh: "线索", en: "Leads" },
      icon: <FunnelPlotOutlined />,
      group: "work",
      order: 50,
    },
  },
  { path: "/leads/:lead", right: "see", load: () => import("./Named") },
];
