// What a step of a plan expects of the room, and what came of it so far.
import { Link } from "react-router";
import type { Of } from "@/api/types";
import { listed } from "@/parts/sentences";
import { Time } from "@/parts/Time";
import { countsIn } from "./counts";
import { useWords } from "./words";

export function Expected({ post }: { post: Of<"TimelinePost"> }) {
  const { t, language } = useWords();
  const expected = post.expected;
  const words = (given: Record<string, unknown> | null | undefined) =>
    listed(
      countsIn(given).map(({ kind, count }) => t(kind, { count })),
      language,
    );
  const needs = words(expected?.needs);
  const counts = words(expected?.counts);
  return (
    <section className="gk-detail">
      <h2>{t("post", { plan: post.plan, step: post.step })}</h2>
      {expected ? (
        <>
          <p>
            <b>{t(STATES[expected.state] ?? "expectWaiting")}</b>{" "}
            {expected.state === "waiting" && <Time at={expected.until} />}
          </p>
          {needs && <p>{t("expectNeeds", { needs })}</p>}
          {counts && <p>{t("expectCounts", { counts })}</p>}
          {expected.reason && <p className="gk-quiet">{expected.reason}</p>}
        </>
      ) : (
        <p className="gk-quiet">{t("postOfPlan")}</p>
      )}
      {post.run !== null && <Link to={`/sop/runs/${post.run}`}>{t("openRun")}</Link>}
    </section>
  );
}

const STATES: Record<string, "expectWaiting" | "expectMet" | "expectMissed"> = {
  waiting: "expectWaiting",
  met: "expectMet",
  missed: "expectMissed",
};
