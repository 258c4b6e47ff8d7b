// The menu at the side of a desk.
import { Layout, Menu, type MenuProps } from "antd";
import { Link } from "react-router";
import icon from "./icon.svg";
import { Person } from "./Person";
import { prefer, usePreference } from "./preferences";
import { useMenu } from "./useMenu";
import { useWords } from "./words";

const GROUPS = ["work", "sop", "house"] as const;

export function SideMenu() {
  const { t, language } = useWords();
  const folded = usePreference("folded");
  const { entries, current } = useMenu();
  const items: NonNullable<MenuProps["items"]> = GROUPS.flatMap((group) => {
    const children = entries
      .filter((one) => one.group === group)
      .map(({ path, icon: drawn, label }) => ({
        key: path,
        icon: drawn,
        label: <Link to={path}>{label[language]}</Link>,
        title: label[language],
      }));
    return children.length
      ? [{ type: "group" as const, key: group, label: folded ? "" : t(group), children }]
      : [];
  });
  return (
    <Layout.Sider
      theme="light"
      collapsible
      collapsed={folded}
      onCollapse={(now) => prefer("folded", now)}
      width={216}
      collapsedWidth={64}
      className="gk-side"
      aria-label={t("menu")}
    >
      <Link to="/" className="gk-brand" aria-label="groupkeeper">
        <img src={icon} alt="" width={28} height={28} />
        {!folded && <span>groupkeeper</span>}
      </Link>
      <nav aria-label={t("menu")} className="gk-nav">
        <Menu
          mode="inline"
          items={items}
          selectedKeys={current ? [current.path] : []}
          inlineIndent={16}
        />
      </nav>
      <Person folded={folded} />
    </Layout.Sider>
  );
}
