// What of the room is looked for.
import { Button, Checkbox, Drawer, Form, Grid, Input, Select } from "antd";
import { useEffect, useId, useState } from "react";
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
        <Field label={t("text")} value={draft.text} change={(text) => set({ text })} />
        <Field label={t("person")} value={draft.person} change={(person) => set({ person })} />
        <Form.Item label={t("kind")} htmlFor="gk-find-kind">
          <Select
            id="gk-find-kind"
            value={draft.kind}
            onChange={(kind) => set({ kind })}
            options={[{ value: "" as const, label: t("anyKind") }, ...kinds]}
          />
        </Form.Item>
        <Field label={t("since")} moment value={draft.since} change={(since) => set({ since })} />
        <Field label={t("until")} moment value={draft.until} change={(until) => set({ until })} />
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

interface Typed {
  label: string;
  value: string;
  change: (value: string) => void;
  moment?: boolean;
}

function Field({ label, value, change, moment = false }: Typed) {
  const id = useId();
  return (
    <Form.Item label={label} htmlFor={id}>
      <Input
        id={id}
        type={moment ? "datetime-local" : "text"}
        value={value}
        maxLength={100}
        allowClear={!moment}
        onChange={(event) => change(event.target.value)}
      />
    </Form.Item>
  );
}
