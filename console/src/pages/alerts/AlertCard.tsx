// One alert as whoever is on duty reads it.

import { Button, Tag } from "antd";
import { lazy, Suspense, useState } from "react";
import { CopyText } from "@/pages/acts/CopyText";
import { kindOf, useKindWords } from "@/pages/acts/kinds";
import { Acknowledge, Later } from "@/pages/acts/QuickActs";
import { useMay } from "@/pages/acts/useMay";
import { PersonLink, RoomLink } from "@/parts/Links";
import { Loading } from "@/parts/Loading";
import { Sentence } from "@/parts/Sentence";
import { Time, useNow, Waiting } from "@/parts/Time";
import { useTitled } from "@/parts/useTitled";
import { type Alert, isPutOff } from "./logic";
import { useWords } from "./words";

const History = lazy(() => import("./History"));
const COLOURS = { critical: "error", warning: "warning", info: "default" } as const;

export function AlertCard({ alert, opened = false }: { alert: Alert; opened?: boolean }) {
  const { t } = useWords();
  const titled = useTitled();
  const waits = isPutOff(alert, useNow());
  return (
    <li className="gk-item" data-alert={alert.id}>
      <Head alert={alert} />
      <Where alert={alert} />
      {alert.message && (
        <blockquote>
          {alert.message.text} {alert.message.recalled && <Tag>{t("recalled")}</Tag>}
        </blockquote>
      )}
      <p className="gk-item-lines">{alert.reason}</p>
      {alert.advice && <p className="gk-quiet">{t("advice", { advice: alert.advice })}</p>}
      {alert.to_copy && <CopyText text={alert.to_copy} />}
      {waits && alert.next_at && (
        <p className="gk-quiet">
          <Sentence say={(time) => t("reminded", { time })}>
            <Time at={alert.next_at} />
          </Sentence>
        </p>
      )}
      {alert.acknowledged_by && (
        <p className="gk-quiet">
          {t("takenBy", { name: titled(alert.acknowledged_by) })}{" "}
          {alert.acknowledged_at && <Time at={alert.acknowledged_at} />}
        </p>
      )}
      <Acts alert={alert} opened={opened} />
    </li>
  );
}

function Head({ alert }: { alert: Alert }) {
  const { t } = useWords();
  const { t: name } = useKindWords();
  return (
    <div className="gk-item-row">
      <Tag color={COLOURS[alert.severity]}>{t(alert.severity)}</Tag>
      <strong>{name(kindOf(alert.kind))}</strong>
      <span className="gk-quiet">#{alert.id}</span>
      <span className="gk-quiet gk-item-clock">
        {alert.state === "open" ? (
          <Waiting since={alert.raised_at} />
        ) : (
          <Time at={alert.raised_at} />
        )}
      </span>
    </div>
  );
}

function Where({ alert }: { alert: Alert }) {
  const { t } = useWords();
  return (
    <p className="gk-item-row">
      {alert.room && <RoomLink room={alert.room} at={alert.message?.id ?? null} />}
      {alert.person && <PersonLink person={alert.person} />}
      {alert.count > 1 && (
        <span className="gk-quiet">
          {t("times", { count: alert.count })} ·{" "}
          <Sentence say={(time) => t("last", { time })}>
            <Time at={alert.repeated_at} />
          </Sentence>
        </span>
      )}
    </p>
  );
}

function Acts({ alert, opened }: { alert: Alert; opened: boolean }) {
  const { t } = useWords();
  const may = useMay();
  const [shown, show] = useState(opened);
  return (
    <>
      <div className="gk-item-acts">
        {alert.state === "open" && may("work") && (
          <>
            <Acknowledge id={alert.id} type="primary" />
            <Later id={alert.id} />
          </>
        )}
        <Button size="small" aria-expanded={shown} onClick={() => show(!shown)}>
          {t("history")}
        </Button>
      </div>
      {shown && (
        <Suspense fallback={<Loading />}>
          <History alert={alert} />
        </Suspense>
      )}
    </>
  );
}
