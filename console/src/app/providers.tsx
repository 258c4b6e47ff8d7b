// What every page stands in: queries, antd in the chosen language and colours.
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { App as AntdApp, ConfigProvider } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import { type ReactNode, useEffect } from "react";
import { worthRetrying } from "@/api/queries";
import { nonce } from "./csp";
import { usePreference } from "./preferences";
import { themeOf, useDark, useStill } from "./theme";

export const queries = new QueryClient({
  defaultOptions: {
    queries: { retry: worthRetrying, staleTime: 5_000, refetchOnWindowFocus: true },
    mutations: { retry: false },
  },
});

export function Providers({ children }: { children: ReactNode }) {
  const language = usePreference("language");
  const dark = useDark();
  const still = useStill();
  dayjs.locale(language === "zh" ? "zh-cn" : "en"); // before children write dates
  useEffect(() => {
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    document.documentElement.dataset.theme = dark ? "dark" : "light";
  }, [language, dark]);
  return (
    <QueryClientProvider client={queries}>
      <ConfigProvider
        csp={{ nonce }}
        locale={language === "zh" ? zhCN : enUS}
        theme={themeOf(dark, still)}
        button={{ autoInsertSpace: false }}
      >
        {/* Above what people press at the foot of a page: its bar, or the line to write in. */}
        <AntdApp notification={{ placement: "bottomRight", maxCount: 1, top: 64, bottom: 96 }}>
          {children}
        </AntdApp>
      </ConfigProvider>
    </QueryClientProvider>
  );
}
