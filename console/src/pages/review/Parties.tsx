// Who had a part in a case, as they stood when they spoke.
import { Tag } from "antd";
import type { Of } from "@/api/types";
import { usePreference } from "@/app/preferences";
import { PersonLink } from "@/parts/Links";
import { lasting } from "@/parts/time";
import { useWords } from "./words";

type Party = Of<"CasePerson">;

const SHOWN = 5;

export function Parties({ whole }: { whole: Of<"CaseWhole"> }) {
  const { t } = useWords();
  const shown = whole.parties.slice(0, SHOWN);
  const more = whole.people - shown.length;
  return (
    <section aria-label={t("who")}>
      <h2>{t("who")}</h2>
      <ul className="rv-parties">
        {shown.map((one) => (
          <li key={one.identity}>
            <PersonLink person={one} />
            <Facts party={one} />
          </li>
        ))}
      </ul>
      {more > 0 && <p className="gk-quiet">{t("moreParties", { count: more })}</p>}
    </section>
  );
}

function Facts({ party }: { party: Party }) {
  const { t } = useWords();
  return (
    <span className="rv-facts">
      <Joined party={party} />
      <Spoken party={party} />
      {party.lists.map((one) => (
        <Tag key={one} color={one === "deny" ? "error" : "success"}>
          {t(one)}
        </Tag>
      ))}
      {party.points > 0 && <Tag color="warning">{t("points", { points: party.points })}</Tag>}
      {party.confirmed > 0 && (
        <Tag color="error">{t("confirmedBefore", { count: party.confirmed })}</Tag>
      )}
      {party.dismissed > 0 && (
        <Tag color="success">{t("dismissedBefore", { count: party.dismissed })}</Tag>
      )}
    </span>
  );
}

function Joined({ party }: { party: Party }) {
  const { t } = useWords();
  const language = usePreference("language");
  if (!party.joined) return <Tag>{t("joinedUnknown")}</Tag>;
  const seconds = (Date.parse(party.first) - Date.parse(party.joined)) / 1000;
  const fresh = seconds < 86_400;
  return (
    <Tag color={fresh ? "warning" : "default"}>
      {t("joinedBefore", { span: lasting(seconds, language) })}
    </Tag>
  );
}

function Spoken({ party }: { party: Party }) {
  const { t } = useWords();
  if (party.spoke_before === 0) return <Tag color="warning">{t("firstMessage")}</Tag>;
  if (party.spoke_before >= 1000) return <Tag>{t("spokeMany")}</Tag>;
  return <Tag>{t("spokeBefore", { spoken: party.spoke_before })}</Tag>;
}
