// Who came and went, and how the room was called: a quiet line.
import type { Of } from "@/api/types";
import { listed } from "@/parts/sentences";
import { local, wholeTime } from "@/parts/time";
import { type Happened, happened } from "./happened";
import { useWords } from "./words";

interface Shown {
  event: Of<"TimelineEvent">;
  at: string;
  zone: string;
}

export function Going({ event, at, zone }: Shown) {
  const words = useWords();
  const what = happened(event);
  return (
    <p className="gk-going gk-quiet">
      <bdi>{sentence(words, what)}</bdi>{" "}
      <time dateTime={at} title={wholeTime(at, zone)}>
        {local(new Date(at), zone).time}
      </time>
    </p>
  );
}

function sentence({ t, language }: ReturnType<typeof useWords>, what: Happened): string {
  const names = listed(what.names, language);
  const who = what.more > 0 ? t("andMore", { names, count: what.more }) : names;
  const { by, topic } = what;
  switch (what.kind) {
    case "joined":
      return t("joined", { who });
    case "joinedBy":
      return t("joinedBy", { by, who });
    case "left":
      return t("left", { who });
    case "removed":
      return t("removed", { by, who });
    case "topicBy":
      return t("topicBy", { by, topic });
    default:
      return t("topic", { topic });
  }
}
