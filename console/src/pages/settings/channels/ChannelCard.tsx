// One account: its state, the code to scan, what it heard, how much of its send budget is used.
import { Alert, Card, Flex, Progress, QRCode, Tag } from "antd";
import type { Item } from "@/api/types";
import { Ago, Time } from "@/parts/Time";
import { ConnectNow } from "./ConnectNow";
import { useWords } from "./words";

export type Channel = Item<"/api/v1/channels">;

const COLOURS = {
  connecting: "warning",
  connected: "warning",
  scan: "warning",
  logged_in: "success",
  logged_out: "error",
  away: "error",
} as const;

export function ChannelCard({ channel }: { channel: Channel }) {
  const { t } = useWords();
  const { state, spending } = channel;
  const kind = channel.kind === "simulator" || channel.kind === "wechaty" ? channel.kind : null;
  return (
    <Card
      title={channel.channel}
      extra={<Tag color={COLOURS[state]}>{t(state)}</Tag>}
      data-channel={channel.channel}
    >
      <Flex vertical gap={14}>
        {spending.paused_until && (
          <Alert
            type="error"
            showIcon
            title={
              <>
                {t("pausedUntil")} <Time at={spending.paused_until} />
              </>
            }
            description={spending.pause_reason}
          />
        )}
        {state === "scan" && channel.qr_code && (
          <Flex vertical align="center" gap={4}>
            <strong>{t("scanTitle")}</strong>
            <QRCode
              aria-label={t("scanTitle")}
              value={channel.qr_code}
              type="svg"
              color="#000000"
              bgColor="#ffffff"
              size={200}
            />
            <span className="gk-quiet">{t("scanHint")}</span>
          </Flex>
        )}
        <dl className="gk-facts">
          <dt>{t("account")}</dt>
          <dd>{channel.user_name || t("nobody")}</dd>
          <dt>{t("heard")}</dt>
          <dd>{channel.heard ? <Ago at={channel.heard} /> : t("never")}</dd>
          <dt>{t("since")}</dt>
          <dd>
            <Time at={channel.changed} />
          </dd>
          {channel.reason && (
            <>
              <dt>{t("reason")}</dt>
              <dd>{channel.reason}</dd>
            </>
          )}
          <dt>{t("gaps")}</dt>
          <dd>{t("gapsCount", { count: channel.gaps })}</dd>
        </dl>
        {kind && state !== "logged_in" && <ConnectNow channel={channel.channel} />}
        {spending.per_day !== null && spending.per_minute !== null && (
          <Flex vertical gap={4}>
            <Used label={t("today")} used={spending.day} most={spending.per_day} />
            <Used label={t("minute")} used={spending.minute} most={spending.per_minute} />
            <span className="gk-quiet">
              {t("spacing", { seconds: spending.spacing_seconds ?? 0 })}
            </span>
          </Flex>
        )}
        <span className="gk-quiet">{kind ? t(kind) : t("gone")}</span>
      </Flex>
    </Card>
  );
}

function Used({ label, used, most }: { label: string; used: number; most: number }) {
  const share = Math.min(100, Math.round((100 * used) / most));
  return (
    <div>
      <Flex justify="space-between">
        <span>{label}</span>
        <span>
          {used} / {most}
        </span>
      </Flex>
      <Progress
        percent={share}
        showInfo={false}
        size="small"
        status={share >= 90 ? "exception" : "normal"}
        aria-label={label}
      />
    </div>
  );
}
