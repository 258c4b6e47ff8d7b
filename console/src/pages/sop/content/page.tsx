import { FileTextOutlined } from "@ant-design/icons";
import type { Page } from "@/app/page";

export const pages: Page[] = [
  {
    path: "/sop/content",
    right: "see",
    everywhere: true, // the library is the house's, not a room's
    load: () => import("./index"),
    menu: {
      label: { zh: "内容库", en: "Content" },
      icon: <FileTextOutlined />,
      group: "sop",
      order: 140,
    },
  },
];
