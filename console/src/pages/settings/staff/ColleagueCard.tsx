// One colleague as config.yaml has them.
import { Button, Card, Flex, Popconfirm, Tag } from "antd";
import { hoursOf } from "../edits";
import { useWords as useCommon } from "../words";
import type { Colleague } from "./colleague";
import { Targets } from "./Targets";
import { useWords } from "./words";

interface Given {
  colleague: Colleague;
  version: string;
  locked: boolean;
  edit: () => void;
  remove: () => void;
}

export function ColleagueCard({ colleague, version, locked, edit, remove }: Given) {
  const { t } = useWords();
  const { t: say } = useCommon();
  const quiet = hoursOf(colleague.quiet_hours);
  const { accounts, rooms } = colleague;
  return (
    <li data-colleague={colleague.name}>
      <Card
        title={
          <>
            {colleague.title || colleague.name}{" "}
            {colleague.title && <span className="gk-quiet">{colleague.name}</span>}
          </>
        }
        extra={<Tag>{t(colleague.role)}</Tag>}
      >
        <Flex vertical gap={12}>
          <dl className="gk-facts">
            <dt>{t("accounts")}</dt>
            <dd>
              {accounts.length === 0 && <span className="gk-quiet">{t("noAccounts")}</span>}
              {accounts.map((one) => (
                <div key={`${one.channel} ${one.user ?? one.name}`}>
                  {one.name ?? one.user} <span className="gk-quiet">{one.channel}</span>
                </div>
              ))}
            </dd>
            <dt>{t("roomsOf")}</dt>
            <dd>{rooms.map((one) => one || t("everyRoom")).join("、") || "–"}</dd>
            {quiet && (
              <>
                <dt>{t("quiet")}</dt>
                <dd>
                  {quiet.start}–{quiet.end}
                </dd>
              </>
            )}
          </dl>
          <Targets colleague={colleague} version={version} locked={locked} />
          {!locked && (
            <Flex gap={8}>
              <Button onClick={edit}>{say("edit")}</Button>
              <Popconfirm
                title={t("removeAsk", { name: colleague.name })}
                description={t("removeHint")}
                okText={say("remove")}
                cancelText={say("cancel")}
                onConfirm={remove}
              >
                <Button danger>{say("remove")}</Button>
              </Popconfirm>
            </Flex>
          )}
        </Flex>
      </Card>
    </li>
  );
}
