import { AuditOutlined } from "@ant-design/icons";
import type { Page } from "@/app/page";

export const pages: Page[] = [
  {
    path: "/review",
    right: "see",
    load: () => import("./index"),
    menu: {
      label: { zh: "审核", en: "Review" },
      icon: <AuditOutlined />,
      group: "work",
      order: 30,
      prime: true,
    },
  },
  { path: "/review/:case", right: "see", load: () => import("./Named") },
  { path: "/review/rules", right: "decide", load: () => import("./rules/index") },
];
