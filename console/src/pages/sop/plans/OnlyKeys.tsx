import { listed } from "@/parts/sentences";
import { useWords } from "./formWords";

/** Names what is written here and has no field. */
export function OnlyKeys({ keys }: { keys: readonly string[] }) {
  const { t, language } = useWords();
  if (keys.length === 0) return null;
  return (
    <span className="gk-quiet gk-only-keys">{t("onlyText", { keys: listed(keys, language) })}</span>
  );
}
