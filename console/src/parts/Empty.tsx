import { Empty as Nothing } from "antd";
import type { ReactNode } from "react";
import { useWords } from "./words";

/** Nothing to show; says what would bring something here. */
export function Empty({ hint, children }: { hint?: string; children?: ReactNode }) {
  const { t } = useWords();
  return (
    <Nothing image={Nothing.PRESENTED_IMAGE_SIMPLE} description={hint ?? t("empty")}>
      {children}
    </Nothing>
  );
}
