// A new alert shows itself, is heard, and is told by the browser: each where it was chosen.
import { App, Button } from "antd";
import { useEffect, useEffectEvent, useRef } from "react";
import { useLocation, useNavigate } from "react-router";
import { useGet } from "@/api/queries";
import type { Of } from "@/api/types";
import { inDialog } from "@/parts/dialogs";
import { fresh } from "./freshAlerts";
import { preferences } from "./preferences";
import { ring } from "./sound";
import { useWords } from "./words";

type Alert = Of<"Alert">;

const NOTICE = "new-alerts"; // one for all: several would cover the page they lie on
const SHOWN_FOR = 8; // seconds
const LISTED_ON = ["/now", "/alerts"]; // there they come to the list before somebody's eyes

/** Draws nothing on the page itself; `Freshness` has the list read anew when something happened. */
export function NewAlerts() {
  const { t } = useWords();
  const { notification } = App.useApp();
  const go = useNavigate();
  const { pathname } = useLocation();
  const newest = useRef<number | null>(null);
  const unseen = useRef<Alert[]>([]);
  const { data } = useGet("/api/v1/alerts", { query: { state: "open", limit: 10 } });

  const look = (alerts: readonly Alert[]) => {
    notification.destroy(NOTICE);
    const [only, ...more] = alerts;
    void go(only && !more.length ? `/alerts?id=${only.id}` : "/alerts");
  };

  const show = useEffectEvent((found: readonly Alert[]) => {
    // Whoever fills in a window is not disturbed on it; the sound and the browser still tell.
    if (LISTED_ON.includes(pathname) || inDialog()) return;
    unseen.current = [...unseen.current, ...found];
    const all = unseen.current;
    const last = all.at(-1);
    if (!last) return;
    notification.open({
      key: NOTICE,
      type: all.every((one) => one.severity === "info") ? "info" : "warning",
      title:
        all.length > 1 ? t("newAlerts", { count: all.length }) : last.room?.name || t("newAlert"),
      description: shortened(last.reason),
      duration: SHOWN_FOR,
      placement: innerWidth < 768 ? "top" : "bottomRight", // a thumb presses at the foot of a phone
      onClose: () => {
        unseen.current = [];
      },
      actions: (
        <Button size="small" type="primary" onClick={() => look(all)}>
          {t("look")}
        </Button>
      ),
    });
  });

  const tell = useEffectEvent((found: readonly Alert[]) => {
    const { popups, desktop, sound } = preferences();
    if (popups) show(found);
    if (desktop)
      for (const one of found)
        tellDesktop(one.room?.name || t("newAlert"), one.reason, () => look([one]));
    if (sound) ring();
  });

  useEffect(() => {
    if (!data) return;
    const found = fresh(data.items, newest.current);
    newest.current = Math.max(newest.current ?? 0, ...data.items.map((one) => one.id));
    if (found.length) tell(found);
  }, [data]);
  return null;
}

const LONGEST = 90; // characters: a notice over the page is read in passing

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

function tellDesktop(title: string, body: string, look: () => void): void {
  if (!("Notification" in globalThis) || Notification.permission !== "granted") return;
  if (document.visibilityState === "visible") return; // whoever looks has seen it
  try {
    const told = new Notification(title, { body });
    told.onclick = () => {
      window.focus();
      look();
    };
  } catch {
    // Android allows them from a service worker only: the page and the sound have told.
  }
}
