import { MessageOutlined } from "@ant-design/icons";
import type { Page } from "@/app/page";

export const pages: Page[] = [
  {
    path: "/rooms",
    right: "see",
    load: () => import("./index"),
    menu: {
      label: { zh: "群", en: "Rooms" },
      icon: <MessageOutlined />,
      group: "work",
      order: 20,
      prime: true,
    },
  },
  { path: "/rooms/:id", right: "see", load: () => import("./Room") },
];
