// A new alert shows itself, is heard, and is told by the browser: each where it was chosen.
import { App, Button } from "antd";
import { useEffect, useEffectEvent, useRef } from "react";
import { useNavigate } from "react-router";
import { useGet } from "@/api/queries";
import type { Of } from "@/api/types";
import { fresh } from "./freshAlerts";
import { preferences } from "./preferences";
import { ring } from "./sound";
import { useWords } from "./words";

type Alert = Of<"Alert">;

/** Draws nothing on the page itself; `Freshness` has the list read anew when something happened. */
export function NewAlerts() {
  const { t } = useWords();
  const { notification } = App.useApp();
  const go = useNavigate();
  const newest = useRef<number | null>(null);
  const { data } = useGet("/api/v1/alerts", { query: { state: "open", limit: 10 } });
  const show = useEffectEvent((alert: Alert) => {
    const title = alert.room?.name || t("newAlert");
    const look = () => {
      notification.destroy(alert.id);
      void go(`/alerts?id=${alert.id}`);
    };
    if (preferences().popups && !inDialog())
      notification.open({
        key: alert.id,
        type: alert.severity === "info" ? "info" : "warning",
        title,
        description: shortened(alert.reason),
        ...placed(innerWidth < 768),
        actions: (
          <Button size="small" type="primary" onClick={look}>
            {t("look")}
          </Button>
        ),
      });
    if (preferences().desktop) tellDesktop(title, alert.reason, look);
  });
  useEffect(() => {
    if (!data) return;
    const found = fresh(data.items, newest.current);
    newest.current = Math.max(newest.current ?? 0, ...data.items.map((one) => one.id));
    for (const one of found) show(one);
    if (found.length && preferences().sound) ring();
  }, [data]);
  return null;
}

/** Whoever fills in a window is not disturbed on it; the sound and the browser still tell. */
function inDialog(): boolean {
  return document.querySelector(".ant-modal-wrap:not([style*='none'])") !== null;
}

/** On a phone it covers the page: shorter, and below what steers the page. Seconds. */
function placed(phone: boolean): { duration: number; placement: "bottom" | "topRight" } {
  return phone ? { duration: 6, placement: "bottom" } : { duration: 12, placement: "topRight" };
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
