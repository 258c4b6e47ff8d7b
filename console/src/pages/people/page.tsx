import { TeamOutlined } from "@ant-design/icons";
import type { Page } from "@/app/page";

export const pages: Page[] = [
  {
    path: "/people",
    right: "see",
    load: () => import("./index"),
    menu: { label: { zh: "成员", en: "People" }, icon: <TeamOutlined />, group: "work", order: 40 },
  },
  { path: "/people/:student", right: "see", load: () => import("./Person") },
];
