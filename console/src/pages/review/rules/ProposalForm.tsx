// What is to be tried out: by a form for the ordinary, as YAML for everything.
import { Button, Form, Input, InputNumber, Segmented } from "antd";
import { useState } from "react";
import type { Problem } from "@/api/problem";
import { RoomPicker } from "@/parts/RoomPicker";
import { Fields } from "./Fields";
import { Mistakes } from "./Mistakes";
import { EMPTY, type Proposal, titleOf, yamlOf } from "./proposal";
import { useWords } from "./words";

export interface Wish {
  text: string;
  days: number;
  room: number | null;
  title: string;
}

interface Shown {
  busy: boolean;
  problem: Problem | null;
  start: (wish: Wish) => void;
}

export function ProposalForm({ busy, problem, start }: Shown) {
  const { t } = useWords();
  const [asYaml, setAsYaml] = useState(false);
  const [proposal, setProposal] = useState<Proposal>(EMPTY);
  const [typed, setTyped] = useState("");
  const [days, setDays] = useState(7);
  const [room, setRoom] = useState<number | null>(null);
  const text = asYaml ? typed : yamlOf(proposal);
  const turn = (yaml: boolean) => {
    if (yaml && !typed) setTyped(text);
    setAsYaml(yaml);
  };
  return (
    <Form layout="vertical" onFinish={() => start({ text, days, room, title: titleOf(text) })}>
      <Segmented
        className="rl-turn"
        value={asYaml ? "yaml" : "form"}
        onChange={(value) => turn(value === "yaml")}
        options={[
          { value: "form", label: t("form") },
          { value: "yaml", label: t("yaml") },
        ]}
      />
      {asYaml ? (
        <Form.Item label={t("text")} htmlFor="rules-text">
          <Input.TextArea
            id="rules-text"
            className="rl-code"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            rows={8}
            maxLength={20_000}
            spellCheck={false}
          />
        </Form.Item>
      ) : (
        <Fields proposal={proposal} change={setProposal} />
      )}
      <Mistakes problem={problem} />
      <div className="rl-row">
        <Form.Item label={t("days")} htmlFor="rules-days">
          <InputNumber
            id="rules-days"
            min={1}
            max={90}
            value={days}
            onChange={(value) => setDays(value ?? 7)}
          />
        </Form.Item>
        <Form.Item label={t("room")} className="rl-grow">
          <RoomPicker value={room} onChange={setRoom} />
        </Form.Item>
      </div>
      <Button type="primary" htmlType="submit" disabled={!text.trim()} loading={busy}>
        {t("start")}
      </Button>
      {!text.trim() && <span className="gk-quiet rl-hint">{t("empty")}</span>}
      {!asYaml && text && (
        <>
          <h2>{t("preview")}</h2>
          <pre className="rl-code">{text}</pre>
        </>
      )}
    </Form>
  );
}
