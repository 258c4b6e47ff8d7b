import { FunnelPlotOutlined } from "@ant-design/icons";
import type { Page } from "@/app/page";

const load = () => import("./index");

export const pages: Page[] = [
  {
    path: "/leads",
    right: "see",
    load,
    menu: {
      label: { zh: "线索", en: "Leads" },
      icon: <FunnelPlotOutlined />,
      group: "work",
      order: 50,
    },
  },
  { path: "/leads/:lead", right: "see", load },
];
