// The bar at the foot of a phone: the pages of the day, and everything else in a drawer.
import { MenuOutlined } from "@ant-design/icons";
import { Drawer, Menu } from "antd";
import { Suspense, useState } from "react";
import { Link, useNavigate } from "react-router";
import { Loading } from "@/parts/Loading";
import { Choices } from "./Person";
import { useMenu } from "./useMenu";
import { useWords } from "./words";

export function FootBar() {
  const { t, language } = useWords();
  const [open, setOpen] = useState(false);
  const { entries, current } = useMenu();
  const go = useNavigate();
  const rest = entries.filter((one) => !one.prime);
  return (
    <nav className="gk-foot" aria-label={t("menu")}>
      {entries
        .filter((one) => one.prime)
        .map((one) => (
          <Link key={one.path} to={one.path} aria-current={current === one ? "page" : undefined}>
            {one.icon}
            <span>{one.label[language]}</span>
          </Link>
        ))}
      <button type="button" onClick={() => setOpen(true)} aria-expanded={open}>
        <MenuOutlined />
        <span>{t("more")}</span>
      </button>
      <Drawer
        open={open}
        onClose={() => setOpen(false)}
        placement="bottom"
        size="large"
        title={t("menu")}
      >
        <Menu
          mode="inline"
          selectedKeys={current ? [current.path] : []}
          items={rest.map((one) => ({ key: one.path, icon: one.icon, label: one.label[language] }))}
          onClick={({ key }) => {
            setOpen(false);
            void go(key);
          }}
        />
        <Suspense fallback={<Loading />}>
          <Choices close={() => setOpen(false)} />
        </Suspense>
      </Drawer>
    </nav>
  );
}
