// Who may do what, and where: people who sign in, and keys of programs.
import { Tabs } from "antd";
import { useSearchParams } from "react-router";
import { Page } from "@/parts/Page";
import { Logins } from "./Logins";
import { Tokens } from "./Tokens";
import { useWords } from "./words";
import "./access.css";

export default function Access() {
  const { t } = useWords();
  const [asked, ask] = useSearchParams();
  return (
    <Page title={t("title")}>
      <Tabs
        activeKey={asked.get("of") === "programs" ? "programs" : "people"}
        onChange={(of) => ask(of === "people" ? {} : { of }, { replace: true })}
        items={[
          { key: "people", label: t("people"), children: <Logins /> },
          { key: "programs", label: t("programs"), children: <Tokens /> },
        ]}
        destroyOnHidden
      />
    </Page>
  );
}
