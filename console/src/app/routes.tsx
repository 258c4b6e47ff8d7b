// Which address shows which page. Pages are lazy: each is loaded when it is opened first.
import { Alert } from "antd";
import type { ComponentType } from "react";
import { createBrowserRouter, Navigate, type RouteObject } from "react-router";
import { Loading } from "@/parts/Loading";
import { useMe } from "@/session/useMe";
import { NotLoaded } from "./Failure";
import { MENU, opens, PAGES, visible } from "./menu";
import type { Page } from "./page";
import { Unknown } from "./Unknown";
import { useWords } from "./words";

type Load = () => Promise<{ default: ComponentType }>;

function lazily(load: Load): Pick<RouteObject, "lazy"> {
  return { lazy: async () => ({ Component: (await load()).default }) };
}

/** A page, for those who may open it; the others are told so. */
function guarded(page: Page): RouteObject {
  const lazy = async () => {
    const Shown = (await page.load()).default;
    const Component = () => {
      const { me } = useMe();
      const { t } = useWords();
      if (me && !opens(page, me)) return <Alert type="warning" showIcon title={t("forbidden")} />;
      return <Shown />;
    };
    return { Component };
  };
  return { path: page.path, lazy };
}

/** Where somebody lands: the first page of their menu. */
function Home() {
  const { me } = useMe();
  const first = me ? visible(MENU, me)[0] : undefined;
  return <Navigate to={first?.path ?? "/account"} replace />;
}

const Waiting = () => <Loading whole />;
const BY_ITSELF = { HydrateFallback: Waiting, ErrorBoundary: NotLoaded };

export const router = createBrowserRouter([
  { path: "/sign-in", ...BY_ITSELF, ...lazily(() => import("@/session/SignIn")) },
  { path: "/welcome", ...BY_ITSELF, ...lazily(() => import("@/session/Welcome")) },
  {
    path: "/",
    // By itself, so that the sign-in page need not wait for the menu.
    lazy: async () => ({ Component: (await import("./Layout")).Layout }),
    ...BY_ITSELF,
    children: [
      {
        ErrorBoundary: NotLoaded, // in the page's place: the menu stays
        children: [
          { index: true, Component: Home },
          { path: "account", ...lazily(() => import("@/session/Account")) },
          ...PAGES.map(guarded),
          { path: "*", Component: Unknown },
        ],
      },
    ],
  },
]);
