// The word for a value that the service says: "deny", "won"; what has no word is said as it is.
import { type Kind, worded } from "./happened";
import { useWords } from "./wayWords";

export function useWorded(): (kind: Kind, what: string) => string {
  const { t } = useWords();
  return (kind, what) => {
    const key = worded(kind, what);
    return key === null ? what : t(key);
  };
}
