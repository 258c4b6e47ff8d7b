import { useWords } from "./formWords";

/** Names what is written here and has no field. */
export function OnlyKeys({ keys }: { keys: readonly string[] }) {
  const { t } = useWords();
  if (keys.length === 0) return null;
  return <span className="gk-quiet gk-only-keys">{t("onlyText", { keys: keys.join(", ") })}</span>;
}
