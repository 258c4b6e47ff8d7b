// What of the room is looked for.
import { Button, Checkbox, Drawer, Form, Grid, Input, Select } from "antd";
import { useEffect, useState } from "react";
import { type Filter, KINDS, NO_FILTER } from "./filter";
import { useWords } from "./words";

interface Shown {
  open: boolean;
  filter: Filter;
  apply: (filter: Filter) => void;
  close: () => void;
}

export function Filters({ open, filter, apply, close }: Shown) {
  const { t } = useWords();
  const desk = Grid.useBreakpoint().md ?? true;
  const [draft, setDraft] = useState(filter);
  useEffect(() => setDraft(filter), [filter]);
  const set = (part: Partial<Filter>) => setDraft((before) => ({ ...before, ...part }));
  const kinds = KINDS.map((value) => ({
    value,
    label: t(value === "text" ? "textKind" : value),
  }));
  return (
    <Drawer
      open={open}
      onClose={close}
      title={t("openFilter")}
      placement={desk ? "right" : "bottom"}
      size={desk ? 360 : "85%"}
    >
      <Form layout="vertical" onFinish={() => apply(draft)}>
        <Form.Item label={t("text")} htmlFor="gk-find-text">
          <Input
            id="gk-find-text"
            value={draft.text}
            maxLength={100}
            allowClear
            onChange={(event) => set({ text: event.target.value })}
          />
        </Form.Item>
        <Form.Item label={t("person")} htmlFor="gk-find-person">
          <Input
            id="gk-find-person"
            value={draft.person}
            maxLength={100}
            allowClear
            onChange={(event) => set({ person: event.target.value })}
          />
        </Form.Item>
        <Form.Item label={t("kind")} htmlFor="gk-find-kind">
          <Select
            id="gk-find-kind"
            value={draft.kind}
            onChange={(kind) => set({ kind })}
            options={[{ value: "" as const, label: t("anyKind") }, ...kinds]}
          />
        </Form.Item>
        <Form.Item label={t("since")} htmlFor="gk-find-since">
          <Input
            id="gk-find-since"
            type="datetime-local"
            value={draft.since}
            onChange={(event) => set({ since: event.target.value })}
          />
        </Form.Item>
        <Form.Item label={t("until")} htmlFor="gk-find-until">
          <Input
            id="gk-find-until"
            type="datetime-local"
            value={draft.until}
            onChange={(event) => set({ until: event.target.value })}
          />
        </Form.Item>
        <Form.Item>
          <Checkbox checked={draft.lead} onChange={(e) => set({ lead: e.target.checked })}>
            {t("withLead")}
          </Checkbox>
          <Checkbox checked={draft.case} onChange={(e) => set({ case: e.target.checked })}>
            {t("withCase")}
          </Checkbox>
          <Checkbox checked={draft.own} onChange={(e) => set({ own: e.target.checked })}>
            {t("ownOnly")}
          </Checkbox>
        </Form.Item>
        <Button type="primary" htmlType="submit">
          {t("apply")}
        </Button>{" "}
        <Button onClick={() => apply(NO_FILTER)}>{t("clear")}</Button>
      </Form>
    </Drawer>
  );
}
