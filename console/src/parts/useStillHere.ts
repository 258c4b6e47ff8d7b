import { useLocation } from "react-router";

/** Whether somebody is still on the page: whoever went elsewhere meanwhile is not led on from here. */
export function useStillHere(): () => boolean {
  const { pathname } = useLocation();
  return () => window.location.pathname === pathname;
}
