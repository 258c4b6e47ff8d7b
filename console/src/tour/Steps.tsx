// What happened after a message: done steps, and the one that is waited for.
import { CheckCircleFilled, ClockCircleOutlined } from "@ant-design/icons";
import { Link } from "react-router";
import { Time } from "@/parts/Time";
import type { After, Spoken } from "./api";
import { type Step, stepsOf } from "./steps";
import { useWords } from "./words";

type Say = ReturnType<typeof useWords>["t"];

function sentence(step: Step, t: Say): string {
  const { name, done, given } = step;
  const named = given as {
    name: string;
    student: string;
    id: number;
    count: number;
    words: string;
  };
  switch (name) {
    case "kept":
      return done ? t("kept", named) : t("keeping");
    case "came":
    case "said":
    case "case":
    case "lead":
    case "told":
    case "taken":
      return (t as (key: string, given: object) => string)(name, named);
    default:
      return t(name);
  }
}

export function Steps({ said, after }: { said: Spoken; after: After | undefined }) {
  const { t } = useWords();
  return (
    <ol className="gk-tour-steps" aria-live="polite">
      {stepsOf(said, after).map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps are only ever added at the end
        <li key={at} data-step={one.name} data-done={one.done}>
          {one.done ? (
            <CheckCircleFilled className="gk-tour-done" />
          ) : (
            <ClockCircleOutlined className="gk-quiet" />
          )}
          <div>
            {sentence(one, t)} {one.at && <Time at={one.at} />}{" "}
            {one.to && <Link to={one.to}>{t("look")}</Link>}
            {one.details.length > 0 && (
              <ul className="gk-quiet">
                {one.details.slice(0, 3).map((detail) => (
                  <li key={detail}>{detail}</li>
                ))}
              </ul>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
