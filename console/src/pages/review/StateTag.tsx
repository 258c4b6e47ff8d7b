import { Tag } from "antd";
import { oneOf } from "@/parts/oneOf";
import { useWords } from "./words";

const STATES = ["open", "confirmed", "dismissed", "undone"] as const;
const COLOURS = {
  open: "warning",
  confirmed: "error",
  dismissed: "success",
  undone: "default",
} as const;

/** Where a case stands. */
export function StateTag({ state }: { state: string }) {
  const { t } = useWords();
  const known = oneOf(STATES, state);
  return known ? <Tag color={COLOURS[known]}>{t(known)}</Tag> : <Tag>{state}</Tag>;
}
