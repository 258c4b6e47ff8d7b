// Who a colleague is: name, title, role, own accounts, zone, quiet hours.
import { DeleteOutlined } from "@ant-design/icons";
import { Button, Flex, Form, Input, Select } from "antd";
import { useState } from "react";
import { itemsOf, useList } from "@/api/queries";
import { useWords as useCommon } from "../words";
import { type Account, type Draft, ROLES } from "./colleague";
import { useWords } from "./words";

interface Given {
  first: Draft;
  taken: readonly string[] | null; // names; null: the name stays
  submit: (draft: Draft) => void;
}

export function ColleagueForm({ first, taken, submit }: Given) {
  const { t } = useWords();
  const [draft, setDraft] = useState(first);
  const change = (more: Partial<Draft>) => setDraft({ ...draft, ...more });
  const name = draft.name.trim();
  const wrong = !name ? t("nameNeeded") : taken?.includes(name) ? t("nameTaken") : null;
  return (
    <Form layout="vertical" requiredMark={false} onFinish={() => wrong === null && submit(draft)}>
      {taken !== null && (
        <Form.Item
          label={t("name")}
          htmlFor="colleague-name"
          help={draft.name && wrong ? wrong : t("nameHint")}
          validateStatus={draft.name && wrong ? "error" : ""}
        >
          <Input
            id="colleague-name"
            value={draft.name}
            maxLength={60}
            autoComplete="off"
            onChange={(event) => change({ name: event.target.value })}
          />
        </Form.Item>
      )}
      <Form.Item label={t("titleField")} htmlFor="colleague-title" help={t("titleHint")}>
        <Input
          id="colleague-title"
          value={draft.title}
          maxLength={60}
          onChange={(event) => change({ title: event.target.value })}
        />
      </Form.Item>
      <Form.Item label={t("role")} htmlFor="colleague-role">
        <Select
          id="colleague-role"
          value={draft.role}
          options={ROLES.map((value) => ({ value, label: t(value) }))}
          onChange={(role) => change({ role })}
        />
      </Form.Item>
      <Accounts accounts={draft.accounts} set={(accounts) => change({ accounts })} />
      <Quiet draft={draft} change={change} />
      <Form.Item label={t("zone")} htmlFor="colleague-zone">
        <Input
          id="colleague-zone"
          value={draft.zone}
          maxLength={60}
          onChange={(event) => change({ zone: event.target.value })}
        />
      </Form.Item>
      <Button type="primary" htmlType="submit" disabled={wrong !== null}>
        {t("save")}
      </Button>
    </Form>
  );
}

interface Listed {
  accounts: readonly Account[];
  set: (accounts: readonly Account[]) => void;
}

function Accounts({ accounts, set }: Listed) {
  const { t } = useWords();
  const channels = itemsOf(useList("/api/v1/channels", {})).map((one) => one.channel);
  const change = (place: number, more: Partial<Account>) =>
    set(accounts.map((one, at) => (at === place ? { ...one, ...more } : one)));
  return (
    <fieldset className="gk-accounts">
      <legend>{t("accounts")}</legend>
      <span className="gk-quiet">{t("accountsHint")}</span>
      {accounts.map((one, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an account has nothing else that stays while it is typed
        <Flex key={place} gap={8} wrap align="center">
          <Select
            aria-label={t("channel")}
            className="gk-picker"
            value={one.channel}
            options={channels.map((value) => ({ value, label: value }))}
            onChange={(channel) => change(place, { channel })}
          />
          <Input
            aria-label={t("shown")}
            placeholder={t("shown")}
            className="gk-account"
            value={one.name}
            maxLength={100}
            onChange={(event) => change(place, { name: event.target.value })}
          />
          <Input
            aria-label={t("user")}
            placeholder={t("user")}
            className="gk-account"
            value={one.user}
            maxLength={200}
            onChange={(event) => change(place, { user: event.target.value })}
          />
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t("removeAccount")}
            onClick={() => set(accounts.filter((_, at) => at !== place))}
          />
        </Flex>
      ))}
      <Button
        size="small"
        onClick={() => set([...accounts, { channel: channels[0] ?? "", user: "", name: "" }])}
      >
        {t("addAccount")}
      </Button>
    </fieldset>
  );
}

function Quiet({ draft, change }: { draft: Draft; change: (more: Partial<Draft>) => void }) {
  const { t } = useWords();
  const { t: say } = useCommon();
  const { quiet } = draft;
  return (
    <fieldset className="gk-accounts">
      <legend>{t("quiet")}</legend>
      <span className="gk-quiet">{t("quietHint")}</span>
      {quiet ? (
        <Flex gap={8} align="center" wrap>
          <Input
            type="time"
            aria-label={say("from")}
            className="gk-setting-time"
            value={quiet.start}
            onChange={(event) => change({ quiet: { ...quiet, start: event.target.value } })}
          />
          <span className="gk-quiet">{say("to")}</span>
          <Input
            type="time"
            aria-label={say("to")}
            className="gk-setting-time"
            value={quiet.end}
            onChange={(event) => change({ quiet: { ...quiet, end: event.target.value } })}
          />
          <Button size="small" onClick={() => change({ quiet: null })}>
            {t("quietOff")}
          </Button>
        </Flex>
      ) : (
        <Button size="small" onClick={() => change({ quiet: { start: "23:00", end: "07:00" } })}>
          {say("setQuiet")}
        </Button>
      )}
    </fieldset>
  );
}
