import { SettingOutlined } from "@ant-design/icons";
import type { Page } from "@/app/page";

const rooms = () => import("./rooms/Rooms");

export const pages: Page[] = [
  {
    path: "/settings",
    right: "see",
    load: () => import("./index"),
    menu: {
      label: { zh: "设置", en: "Settings" },
      icon: <SettingOutlined />,
      group: "house",
      order: 210,
    },
  },
  {
    path: "/settings/channels",
    right: "see",
    everywhere: true,
    load: () => import("./channels/Channels"),
  },
  { path: "/settings/rooms", right: "see", load: rooms },
  { path: "/settings/rooms/:id", right: "see", load: rooms },
  {
    path: "/settings/rooms/defaults",
    right: "decide",
    everywhere: true,
    load: () => import("./rooms/Defaults"),
  },
  {
    path: "/settings/words",
    right: "decide",
    everywhere: true,
    load: () => import("./words/WordLists"),
  },
  { path: "/settings/judging", right: "decide", everywhere: true, load: () => import("./Judging") },
  {
    path: "/settings/staff",
    right: "decide",
    everywhere: true,
    load: () => import("./staff/Staff"),
  },
  { path: "/settings/alerts", right: "decide", everywhere: true, load: () => import("./Alerts") },
  { path: "/settings/history", right: "decide", everywhere: true, load: () => import("./History") },
];
