// Asks before a page with unsaved changes is left; closing the window is asked by the browser.
import { Modal } from "antd";
import { useEffect } from "react";
import { useBlocker } from "react-router";
import { useWords } from "./words";

export function LeaveGuard({ on }: { on: boolean }) {
  const { t } = useWords();
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => on && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (!on) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    globalThis.addEventListener("beforeunload", ask);
    return () => globalThis.removeEventListener("beforeunload", ask);
  }, [on]);
  return (
    <Modal
      open={blocker.state === "blocked"}
      title={t("leaveAsk")}
      okText={t("leave")}
      cancelText={t("stay")}
      onOk={() => blocker.proceed?.()}
      onCancel={() => blocker.reset?.()}
    >
      {t("leaveHint")}
    </Modal>
  );
}
