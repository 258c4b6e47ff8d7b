// Who is signed in, at the foot of the menu: account, appearance, language, notices.
import {
  BellOutlined,
  DesktopOutlined,
  GlobalOutlined,
  LogoutOutlined,
  UserOutlined,
} from "@ant-design/icons";
import { Avatar, Button, Dropdown, type MenuProps } from "antd";
import { useNavigate } from "react-router";
import { useLeave, useMe } from "@/session/useMe";
import { prefer, preferences, type Theme, usePreference } from "./preferences";
import { useWords } from "./words";

const THEMES: readonly Theme[] = ["system", "light", "dark"];

/** What can be chosen anywhere; the bar of a phone offers the same. */
export function usePersonMenu(): MenuProps {
  const { t } = useWords();
  const leave = useLeave();
  const go = useNavigate();
  const theme = usePreference("theme");
  const language = usePreference("language");
  const { popups, sound, desktop } = {
    popups: usePreference("popups"),
    sound: usePreference("sound"),
    desktop: usePreference("desktop"),
  };
  const chosen = [
    theme,
    language,
    popups && "popups",
    sound && "sound",
    desktop && "desktop",
  ].filter((one): one is string => typeof one === "string");
  const items: MenuProps["items"] = [
    { key: "account", icon: <UserOutlined />, label: t("account") },
    {
      key: "theme",
      icon: <DesktopOutlined />,
      label: t("theme"),
      children: THEMES.map((one) => ({ key: one, label: t(one) })),
    },
    {
      key: "language",
      icon: <GlobalOutlined />,
      label: t("language"),
      children: [
        { key: "zh", label: <span lang="zh-CN">中文</span> },
        { key: "en", label: <span lang="en">English</span> },
      ],
    },
    {
      key: "notices",
      icon: <BellOutlined />,
      label: t("notices"),
      children: (["popups", "sound", "desktop"] as const).map((one) => ({
        key: one,
        label: t(one),
      })),
    },
    { type: "divider" },
    { key: "leave", icon: <LogoutOutlined />, label: t("signOut") },
  ];
  const onClick: MenuProps["onClick"] = ({ key }) => {
    if (key === "account") void go("/account");
    else if (key === "leave") void leave();
    else choose(key);
  };
  return { items, onClick, selectable: true, multiple: true, selectedKeys: chosen };
}

function choose(key: string): void {
  if (key === "zh" || key === "en") prefer("language", key);
  else if (key === "system" || key === "light" || key === "dark") prefer("theme", key);
  else if (key === "desktop") void chooseDesktop();
  else if (key === "popups" || key === "sound") prefer(key, !preferences()[key]);
}

/** The browser asks somebody once whether notifications are welcome. */
async function chooseDesktop(): Promise<void> {
  if (preferences().desktop || !("Notification" in globalThis)) return prefer("desktop", false);
  prefer("desktop", (await Notification.requestPermission()) === "granted");
}

export function Person({ folded }: { folded: boolean }) {
  const { me } = useMe();
  const menu = usePersonMenu();
  return (
    <Dropdown menu={menu} trigger={["click"]} placement="topLeft">
      <Button type="text" className="gk-person" aria-label={me?.name ?? ""}>
        <Avatar size="small" icon={<UserOutlined />} />
        {!folded && <span className="gk-person-name">{me?.name}</span>}
      </Button>
    </Dropdown>
  );
}
