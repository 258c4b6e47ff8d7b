import { SendOutlined } from "@ant-design/icons";
import type { Page } from "@/app/page";

export const pages: Page[] = [
  {
    path: "/deliveries",
    right: "see",
    load: () => import("./index"),
    menu: {
      label: { zh: "发送", en: "Deliveries" },
      icon: <SendOutlined />,
      group: "work",
      order: 75,
    },
  },
];
