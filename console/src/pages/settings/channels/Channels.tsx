// Our accounts: who is online, what waits for a scan, what was not heard.
import { Card } from "antd";
import { itemsOf, useList } from "@/api/queries";
import { Empty } from "@/parts/Empty";
import { Loading } from "@/parts/Loading";
import { LoadMore } from "@/parts/LoadMore";
import { ProblemNote } from "@/parts/ProblemNote";
import { Time } from "@/parts/Time";
import { lasting } from "@/parts/time";
import { Frame } from "../Frame";
import { ChannelCard } from "./ChannelCard";
import { useWords } from "./words";

const SOON = { keep: true, refetchInterval: 10_000 }; // what is spent tells nobody by itself

export default function Channels() {
  const { t } = useWords();
  const found = useList("/api/v1/channels", {}, SOON);
  const channels = itemsOf(found);
  if (found.isPending) return <Loading />;
  return (
    <Frame>
      <ProblemNote error={found.error} retry={() => void found.refetch()} />
      {channels.length === 0 && !found.error && <Empty hint={t("none")}>{t("noneHint")}</Empty>}
      <div className="gk-cards">
        {channels.map((one) => (
          <ChannelCard key={one.channel} channel={one} />
        ))}
      </div>
      <Gaps />
      <p className="gk-quiet">{t("addHint")}</p>
    </Frame>
  );
}

function Gaps() {
  const { t, language } = useWords();
  const found = useList("/api/v1/gaps", { query: { limit: 20 } });
  const gaps = itemsOf(found);
  return (
    <Card title={t("gapsTitle")}>
      <ProblemNote error={found.error} retry={() => void found.refetch()} />
      {gaps.length === 0 && !found.isPending && <p className="gk-quiet">{t("noGaps")}</p>}
      <ul className="gk-room-rows">
        {gaps.map((one) => (
          <li key={one.id} className="gk-room-row">
            <strong>{one.channel}</strong>
            <span>
              <Time at={one.since} /> – <Time at={one.until} />
            </span>
            <span>{lasting(seconds(one.since, one.until), language)}</span>
            <span className="gk-quiet">{one.reason}</span>
          </li>
        ))}
      </ul>
      <LoadMore list={found} />
    </Card>
  );
}

function seconds(since: string, until: string): number {
  return (new Date(until).getTime() - new Date(since).getTime()) / 1000;
}
