import type { Problem } from "@/api/problem";
import { placeOf } from "./proposal";
import { useWords } from "./words";

/** What is wrong with the rules, each with its line and column. */
export function Mistakes({ problem }: { problem: Problem | null }) {
  const { t } = useWords();
  if (!problem) return null;
  const told = problem.mistakes.map((one) => {
    const place = placeOf(one.where);
    return place ? t("line", { ...place, what: one.what }) : one.what;
  });
  return (
    <div role="alert" className="rl-mistakes">
      {told.length === 0 ? (
        problem.detail
      ) : (
        <ul>
          {told.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
