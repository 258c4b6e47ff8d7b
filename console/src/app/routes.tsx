// Which address shows which page. Pages are lazy: each is loaded when it is opened first.
import { createBrowserRouter, Navigate, type RouteObject } from "react-router";
import { Loading } from "@/parts/Loading";
import { Layout } from "./Layout";
import { MENU } from "./menu";
import { Unknown } from "./Unknown";

/** `page(() => import("@/pages/rooms"))`: a page's module gives its component as the default. */
function page(load: () => Promise<{ default: React.ComponentType }>): Pick<RouteObject, "lazy"> {
  return { lazy: async () => ({ Component: (await load()).default }) };
}

/** Pages inside the shell: whoever opens one is signed in. */
const PAGES: RouteObject[] = [{ path: "account", ...page(() => import("@/session/Account")) }];

/** Where somebody lands: the first page of the menu. */
function Home() {
  return <Navigate to={MENU[0]?.path ?? "/account"} replace />;
}

const Waiting = () => <Loading whole />;

export const router = createBrowserRouter([
  { path: "/sign-in", HydrateFallback: Waiting, ...page(() => import("@/session/SignIn")) },
  { path: "/welcome", HydrateFallback: Waiting, ...page(() => import("@/session/Welcome")) },
  {
    path: "/",
    Component: Layout,
    HydrateFallback: Waiting,
    children: [{ index: true, Component: Home }, ...PAGES, { path: "*", Component: Unknown }],
  },
]);
