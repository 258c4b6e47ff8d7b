// How an alert was brought to whom, and who is told next.

import { useGet } from "@/api/queries";
import type { Of } from "@/api/types";
import { Loading } from "@/parts/Loading";
import { ProblemNote } from "@/parts/ProblemNote";
import { Sentence } from "@/parts/Sentence";
import { Time } from "@/parts/Time";
import { useTitled } from "@/parts/useTitled";
import type { Alert } from "./logic";
import { useWords } from "./words";

export default function History({ alert }: { alert: Alert }) {
  const { t } = useWords();
  const found = useGet("/api/v1/alerts/{id}/ways", { path: { id: alert.id } });
  if (found.isPending) return <Loading />;
  return (
    <div>
      <ProblemNote error={found.error} retry={() => void found.refetch()} />
      {found.data?.items.length === 0 && <p className="gk-quiet">{t("nobody")}</p>}
      <ol className="gk-item-history">
        {found.data?.items.map((way) => (
          <li key={`${way.staff} ${way.channel} ${way.target} ${way.due}`}>
            <Way way={way} />
          </li>
        ))}
      </ol>
      {alert.state === "open" && (
        <p className="gk-quiet">
          {alert.next_at ? (
            <Sentence say={(time) => t("nextAt", { time })}>
              <Time at={alert.next_at} />
            </Sentence>
          ) : (
            t("nobodyLeft")
          )}
        </p>
      )}
    </div>
  );
}

function Way({ way }: { way: Of<"AlertWay"> }) {
  const { t } = useWords();
  const titled = useTitled();
  const staff = titled(way.staff);
  return (
    <>
      <Time at={way.settled ?? way.due} />{" "}
      {way.target === null
        ? t("way", { staff, channel: way.channel ?? "" })
        : t("wayTarget", { staff, target: way.target })}
      {" · "}
      <span className={way.state === "failed" ? "gk-late" : "gk-quiet"}>{t(way.state)}</span>
      {way.outcome && <span className="gk-quiet"> · {way.outcome}</span>}
    </>
  );
}
