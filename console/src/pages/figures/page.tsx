import { LineChartOutlined } from "@ant-design/icons";
import type { Page } from "@/app/page";

export const pages: Page[] = [
  {
    path: "/figures",
    right: "see",
    load: () => import("./index"),
    menu: {
      label: { zh: "数据", en: "Figures" },
      icon: <LineChartOutlined />,
      group: "work",
      order: 80,
    },
  },
];
