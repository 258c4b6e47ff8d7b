import type { Problem } from "@/api/problem";
import { useTold } from "@/parts/useTold";
import { placeOf } from "./proposal";
import { useWords } from "./words";

/** What is wrong with the rules, each with its line and column. */
export function Mistakes({ problem }: { problem: Problem | null }) {
  const { t } = useWords();
  const say = useTold();
  if (!problem) return null;
  const told = problem.mistakes.map((one) => {
    const place = placeOf(one.where);
    return place ? t("line", { ...place, what: one.what }) : one.what;
  });
  return (
    <div role="alert" className="rl-mistakes">
      {told.length === 0 ? (
        say(problem)
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
