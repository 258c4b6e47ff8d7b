import { Tag } from "antd";
import { useWords } from "./words";

const COLOURS: Record<string, string> = {
  open: "warning",
  confirmed: "error",
  dismissed: "success",
  undone: "default",
};

/** Where a case stands. */
export function StateTag({ state }: { state: string }) {
  const { t } = useWords();
  const known = state as "open" | "confirmed" | "dismissed" | "undone";
  return <Tag color={COLOURS[state] ?? "default"}>{state in COLOURS ? t(known) : state}</Tag>;
}
