// Keyboard shortcuts of a page, and the window that lists them (?).
import { Descriptions, Modal } from "antd";
import { useEffect, useRef, useState } from "react";
import { inDialog } from "./dialogs";
import { meant, type Shortcut } from "./keys";
import { useWords } from "./words";

/** Listens while the page is shown; give `<ShortcutHelp>` the same list. */
export function useShortcuts(shortcuts: readonly Shortcut[], enabled = true): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    if (!enabled) return undefined;
    const listen = (event: KeyboardEvent) => {
      const found = meant(latest.current, event);
      if (!found || inDialog()) return;
      event.preventDefault();
      found.act();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [enabled]);
}

/** The list of a page's keys, opened with "?". */
export function ShortcutHelp({ shortcuts }: { shortcuts: readonly Shortcut[] }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  useShortcuts([{ key: "?", label: t("shortcutHelp"), act: () => setOpen(true) }]);
  return (
    <Modal open={open} onCancel={() => setOpen(false)} footer={null} title={t("shortcuts")}>
      <Descriptions
        column={1}
        size="small"
        items={shortcuts.map((one) => ({
          key: one.key,
          label: <kbd>{one.key}</kbd>,
          children: one.label,
        }))}
      />
    </Modal>
  );
}
