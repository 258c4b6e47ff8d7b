// What somebody chooses for this browser: language, colours, how new alerts are told; and the way out.
import { Button, Flex, Segmented, Switch } from "antd";
import { type ReactNode, useId } from "react";
import { useNavigate } from "react-router";
import { useWords as usePartWords } from "@/parts/words";
import { useLeave } from "@/session/useLeave";
import { useMe } from "@/session/useMe";
import { type Language, prefer, type Theme, usePreference } from "./preferences";
import { useWords } from "./words";

const THEMES: readonly Theme[] = ["system", "light", "dark"];

export default function Choices({ close }: { close: () => void }) {
  const { t } = useWords();
  const { t: say } = usePartWords();
  const { me } = useMe();
  const leave = useLeave();
  const go = useNavigate();
  const language = usePreference("language");
  const theme = usePreference("theme");
  return (
    <div className="gk-choices">
      <div>
        <b>{me?.name}</b> <span className="gk-quiet">{me?.role ? say(me.role) : ""}</span>
      </div>
      <Choice label={t("language")}>
        <Segmented<Language>
          aria-label={t("language")}
          value={language}
          onChange={(one) => prefer("language", one)}
          options={[
            { value: "zh", label: "中文" },
            { value: "en", label: "English" },
          ]}
        />
      </Choice>
      <Choice label={t("theme")}>
        <Segmented<Theme>
          aria-label={t("theme")}
          value={theme}
          onChange={(one) => prefer("theme", one)}
          options={THEMES.map((one) => ({ value: one, label: t(one) }))}
        />
      </Choice>
      <Notices />
      <Flex gap={8}>
        <Button
          onClick={() => {
            close();
            void go("/account");
          }}
        >
          {t("account")}
        </Button>
        <Button onClick={leave}>{t("signOut")}</Button>
      </Flex>
    </div>
  );
}

function Choice({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <div className="gk-quiet">{label}</div>
      {children}
    </div>
  );
}

function Notices() {
  const { t } = useWords();
  const popups = usePreference("popups");
  const sound = usePreference("sound");
  const desktop = usePreference("desktop");
  const denied = "Notification" in globalThis && Notification.permission === "denied";
  return (
    <Choice label={t("notices")}>
      <Flip label={t("popups")} on={popups} flip={(on) => prefer("popups", on)} />
      <Flip label={t("sound")} on={sound} flip={(on) => prefer("sound", on)} />
      <Flip label={t("desktop")} on={desktop && !denied} flip={(on) => void askDesktop(on)} />
      {denied && <div className="gk-quiet">{t("desktopDenied")}</div>}
    </Choice>
  );
}

/** The browser asks somebody once whether notifications are welcome. */
async function askDesktop(on: boolean): Promise<void> {
  if (!on || !("Notification" in globalThis)) return prefer("desktop", false);
  prefer("desktop", (await Notification.requestPermission()) === "granted");
}

function Flip({ label, on, flip }: { label: string; on: boolean; flip: (on: boolean) => void }) {
  const field = useId();
  return (
    <div className="gk-flip">
      <Switch id={field} size="small" checked={on} onChange={flip} />
      <label htmlFor={field}>{label}</label>
    </div>
  );
}
