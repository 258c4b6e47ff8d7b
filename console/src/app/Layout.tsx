// The shell: menu at the side of a desk, bar at the foot of a phone, and the page between them.
import { Alert, Layout as Frame, Grid } from "antd";
import { lazy, Suspense, useEffect } from "react";
import { Navigate, Outlet, useLocation, useNavigation } from "react-router";
import { onSignedOut } from "@/api/client";
import { openStream, useLine } from "@/api/stream";
import { Loading } from "@/parts/Loading";
import { useHouse } from "@/session/useHouse";
import { useMe } from "@/session/useMe";
import { Failure } from "./Failure";
import { Freshness } from "./Freshness";
import { NewAlerts } from "./NewAlerts";
import { queries } from "./providers";
import { SideMenu } from "./SideMenu";
import { Unreachable } from "./Unreachable";
import { useWords } from "./words";

// A desk never shows the bar of a phone: it need not load it.
const FootBar = lazy(async () => ({ default: (await import("./FootBar")).FootBar }));

const TourBar = lazy(() => import("@/tour/TourBar"));

/** Whoever is not signed in goes to the sign-in page, and back to where they wanted. */
export function Layout() {
  const { me, error, retry } = useMe();
  const here = useLocation();
  useEffect(() => onSignedOut(() => void queries.invalidateQueries({ queryKey: ["session"] })), []);
  if (error && !me) return <Unreachable retry={retry} />;
  if (!me) return <Loading whole />;
  if (!me.name) {
    const back =
      here.pathname === "/" ? "" : `?to=${encodeURIComponent(here.pathname + here.search)}`;
    return <Navigate to={`/sign-in${back}`} replace />;
  }
  return <Shell />;
}

function Shell() {
  const desk = Grid.useBreakpoint().md ?? innerWidth >= 768;
  const { pathname } = useLocation();
  const moving = useNavigation().state === "loading";
  const { t } = useWords();
  const line = useLine();
  const { demo } = useHouse();
  useEffect(openStream, []);
  useEffect(() => {
    // A line is also cut when the session has ended: ask, and be led to the sign-in page.
    if (line === "lost") void queries.invalidateQueries({ queryKey: ["session"] });
  }, [line]);
  return (
    <Frame hasSider={desk} className="gk-frame">
      <a href="#content" className="gk-skip">
        {t("skip")}
      </a>
      {desk && <SideMenu />}
      <Frame>
        <ConnectionBanner />
        <main
          id="content"
          tabIndex={-1}
          aria-busy={moving}
          className={desk ? "gk-desk" : "gk-phone"}
        >
          <Failure key={pathname}>
            <Outlet />
          </Failure>
        </main>
        {demo && (
          <Failure besides>
            <Suspense>
              <TourBar />
            </Suspense>
          </Failure>
        )}
        {!desk && (
          <Failure>
            <Suspense>
              <FootBar />
            </Suspense>
          </Failure>
        )}
      </Frame>
      <Freshness />
      <NewAlerts />
    </Frame>
  );
}

function ConnectionBanner() {
  const line = useLine();
  const { t } = useWords();
  if (line === "lost") return <Alert banner type="warning" title={t("lost")} role="status" />;
  if (line === "resumed") return <Alert banner type="success" title={t("resumed")} role="status" />;
  return null;
}
