import { Tag } from "antd";
import { usePreference } from "@/app/preferences";
import { useNow } from "@/parts/Time";
import { lasting, wholeTime } from "@/parts/time";
import { useHouse } from "@/session/useHouse";
import { type Lead, paceOf } from "./board";
import { useWords } from "./words";

const COLOURS = { fresh: "default", slow: "warning", late: "error", over: "default" } as const;

/** How long a lead has waited, or has been where it is. */
export function Waited({ lead }: { lead: Lead }) {
  const { t } = useWords();
  const language = usePreference("language");
  const { zone } = useHouse();
  const now = useNow();
  const span = lasting((now.getTime() - Date.parse(lead.since)) / 1000, language);
  const pace = paceOf(lead, now);
  return (
    <time dateTime={lead.since} title={wholeTime(lead.since, zone)}>
      <Tag color={COLOURS[pace]}>
        {pace === "over" ? t("sinceState", { span }) : t("waited", { span })}
      </Tag>
    </time>
  );
}
