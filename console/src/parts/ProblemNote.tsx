// What the API refused, in its own words: what is wrong, and what would be right.
import { Alert, Button } from "antd";
import { Problem } from "@/api/problem";
import { useTold } from "./useTold";
import { useWords } from "./words";

export function ProblemNote({ error, retry }: { error: Error | null; retry?: () => void }) {
  const { t } = useWords();
  const told = useTold();
  if (!error) return null;
  const mistakes = error instanceof Problem && error.mistakes.length > 1 ? error.mistakes : [];
  return (
    <Alert
      type="error"
      showIcon
      title={told(error)}
      description={
        mistakes.length > 0 && (
          <ul>
            {mistakes.map((one) => (
              <li key={`${one.where} ${one.what}`}>
                <code>{one.where}</code> {one.what}
              </li>
            ))}
          </ul>
        )
      }
      action={
        retry && (
          <Button size="small" onClick={retry}>
            {t("again")}
          </Button>
        )
      }
    />
  );
}
