// Asks what somebody, or a program, may; with a name where it is a new one.
import { Form, Input, Modal, Select } from "antd";
import { type ReactNode, useState } from "react";
import { ProblemNote } from "@/parts/ProblemNote";
import { useFocusBack } from "@/parts/useFocusBack";
import { GrantsField } from "./GrantsField";
import { lackOf, type May } from "./grants";
import { useWords } from "./words";

interface Asking {
  title: string;
  action: string;
  first: May;
  naming?: { label: string; hint: string }; // none: the name stays
  term?: boolean; // asks for how long
  busy: boolean;
  error: Error | null;
  act: (given: { name: string; may: May; days: number | null }) => void;
  close: () => void;
}

const TERMS = [7, 30, 90, 365];

export function MayDialog(asking: Asking) {
  const { title, action, first, naming, term, busy, error, act, close } = asking;
  const { t } = useWords();
  useFocusBack();
  const [may, setMay] = useState(first);
  const [name, setName] = useState("");
  const [days, setDays] = useState<number | null>(90);
  const lack = lackOf(may);
  const nameless = naming !== undefined && !name.trim();
  return (
    <Modal
      open
      title={title}
      okText={action}
      cancelText={t("cancel")}
      okButtonProps={{ disabled: nameless || lack !== null }}
      confirmLoading={busy}
      onOk={() => act({ name: name.trim(), may, days })}
      onCancel={close}
    >
      <Form layout="vertical" requiredMark={false} component="div">
        {naming && (
          <Form.Item label={naming.label} htmlFor="access-name" extra={naming.hint}>
            <Input
              id="access-name"
              value={name}
              maxLength={60}
              autoComplete="off"
              autoCapitalize="none"
              onChange={(event) => setName(event.target.value)}
            />
          </Form.Item>
        )}
        <GrantsField may={may} change={setMay} />
        {term && <Term days={days} set={setDays} />}
      </Form>
      <Wanting>{lack ? t(lack) : null}</Wanting>
      <ProblemNote error={error} />
    </Modal>
  );
}

function Term({ days, set }: { days: number | null; set: (days: number | null) => void }) {
  const { t } = useWords();
  return (
    <Form.Item label={t("days")} htmlFor="access-days">
      <Select<number>
        id="access-days"
        value={days ?? 0}
        onChange={(value) => set(value || null)}
        options={[
          ...TERMS.map((count) => ({ value: count, label: t("day", { count }) })),
          { value: 0, label: t("forever") },
        ]}
      />
    </Form.Item>
  );
}

function Wanting({ children }: { children: ReactNode }) {
  return (
    <p className="gk-quiet" role="status">
      {children}
    </p>
  );
}
