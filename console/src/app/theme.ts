// Light and dark, by choice or by the system; the colours of the house.
import { theme as antd, type ThemeConfig } from "antd";
import { useSyncExternalStore } from "react";
import { usePreference } from "./preferences";

const DARK = "(prefers-color-scheme: dark)";
const STILL = "(prefers-reduced-motion: reduce)";

/** Whether the system asks for this now. */
function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = matchMedia(query);
      media.addEventListener("change", listener);
      return () => media.removeEventListener("change", listener);
    },
    () => matchMedia(query).matches,
  );
}

/** Whether the page is dark now. */
export function useDark(): boolean {
  const chosen = usePreference("theme");
  const system = useMedia(DARK);
  return chosen === "system" ? system : chosen === "dark";
}

/** Whether somebody wants nothing to move. */
export function useStill(): boolean {
  return useMedia(STILL);
}

const FONT =
  '-apple-system, BlinkMacSystemFont, "Segoe UI", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';

const MENU = { itemHeight: 30, itemMarginBlock: 2 }; // all of it at 800 pixels

const INK = "#06140d"; // on the bright greens and reds of the dark look, where white has 3:1

/**
 * What antd draws with. The greens and greys keep 4.5:1 to their ground, as axe asks.
 * `still`: what comes and goes does so without a motion, whose end nobody has to wait for.
 */
export function themeOf(dark: boolean, still: boolean): ThemeConfig {
  const shared = { borderRadius: 8, fontFamily: FONT, motion: !still };
  if (dark)
    return {
      algorithm: antd.darkAlgorithm,
      token: {
        ...shared,
        colorPrimary: "#2fa872",
        colorError: "#f37370",
        colorLink: "#57c995",
        colorLinkHover: "#7fd6ad",
        colorLinkActive: "#7fd6ad",
        colorTextDescription: "#a6a6a6",
        colorTextTertiary: "#a6a6a6",
        colorTextPlaceholder: "#8c8c8c",
      },
      components: {
        Layout: { siderBg: "#141414", headerBg: "#141414", bodyBg: "#0a0a0a" },
        Menu: { ...MENU, itemSelectedBg: "#12301f", itemSelectedColor: "#57c995" },
        Button: { primaryColor: INK, dangerColor: INK, colorTextLightSolid: INK },
        Tag: { colorTextLightSolid: INK },
      },
    };
  return {
    token: {
      ...shared,
      colorPrimary: "#0b7a4b",
      colorPrimaryHover: "#09653e", // darker, not lighter: white on it stays readable
      colorLink: "#08653d",
      colorLinkHover: "#0b7a4b",
      colorLinkActive: "#054a2c",
      colorSuccess: "#237804",
      colorSuccessBg: "#f0f9eb",
      colorWarning: "#a05f00",
      colorWarningBg: "#fff7e6",
      colorError: "#cf1322",
      colorTextDescription: "#5c5c5c",
      colorTextTertiary: "#5c5c5c",
      colorTextPlaceholder: "#6b6b6b",
    },
    components: {
      Layout: { siderBg: "#ffffff", headerBg: "#ffffff", bodyBg: "#f5f6f7" },
      Menu: { ...MENU, itemSelectedBg: "#e3f1ea", itemSelectedColor: "#08653d" },
    },
  };
}
