import { SafetyOutlined } from "@ant-design/icons";
import type { Page } from "@/app/page";

export const pages: Page[] = [
  {
    path: "/settings/access",
    right: "keep",
    everywhere: true,
    load: () => import("./index"),
    menu: {
      label: { zh: "账号与权限", en: "Access" },
      icon: <SafetyOutlined />,
      group: "house",
      order: 220,
    },
  },
];
