// What stands around every page of the settings: which there are, and how the file stands.
import { Alert, Flex } from "antd";
import type { ReactNode } from "react";
import { NavLink } from "react-router";
import type { Of } from "@/api/types";
import { Page } from "@/parts/Page";
import { useCan } from "@/session/useMe";
import { useWords } from "./words";
import "./settings.css";

const TABS = ["channels", "rooms", "words", "judging", "staff", "alerts", "history"] as const;
const OPEN_TO_ALL: readonly string[] = ["rooms"];

export function Frame({
  standing,
  extra,
  children,
}: {
  standing?: Of<"SettingsFile"> | undefined;
  extra?: ReactNode;
  children: ReactNode;
}) {
  const { t } = useWords();
  const can = useCan();
  const shown = TABS.filter((one) => {
    if (OPEN_TO_ALL.includes(one)) return true;
    return can(one === "channels" ? "see" : "decide", "everywhere");
  });
  return (
    <Page title={t("title")} extra={extra}>
      <nav aria-label={t("parts")} className="gk-settings-tabs">
        {shown.map((one) => (
          <NavLink key={one} to={`/settings/${one}`} ref={intoView}>
            {t(one)}
          </NavLink>
        ))}
      </nav>
      <Flex vertical gap={16}>
        {standing && <StandingNote standing={standing} />}
        {children}
      </Flex>
    </Page>
  );
}

/** On a phone they are wider than the page: the one that is open is among those seen. */
function intoView(link: HTMLAnchorElement | null): void {
  if (link?.getAttribute("aria-current"))
    link.scrollIntoView({ block: "nearest", inline: "center" });
}

function StandingNote({ standing }: { standing: Of<"SettingsFile"> }) {
  const { t } = useWords();
  if (standing.mistakes.length > 0)
    return (
      <Alert
        type="error"
        showIcon
        title={t("broken")}
        description={
          <ul>
            {standing.mistakes.map((one) => (
              <li key={`${one.line} ${one.what}`}>
                <code>{t("place", { line: one.line, column: one.column })}</code> {one.what}
              </li>
            ))}
          </ul>
        }
      />
    );
  if (!standing.editable)
    return <Alert type="info" showIcon title={standing.why_not || t("readOnly")} />;
  if (standing.restart.length > 0)
    return (
      <Alert type="warning" showIcon title={t("restart", { what: standing.restart.join("、") })} />
    );
  return null;
}
