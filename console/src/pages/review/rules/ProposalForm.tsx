// What is to be tried out: by a form for the ordinary, as YAML for everything.
import { Button, Form, Input, InputNumber, Segmented, Slider, Switch } from "antd";
import { useState } from "react";
import type { Problem } from "@/api/problem";
import { RoomPicker } from "@/parts/RoomPicker";
import { EMPTY, type Proposal, placeOf, titleOf, yamlOf } from "./proposal";
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

interface Changing {
  proposal: Proposal;
  change: (proposal: Proposal) => void;
}

function Fields({ proposal, change }: Changing) {
  const { t } = useWords();
  const { flagAt } = proposal;
  return (
    <>
      <Form.Item label={t("words")} htmlFor="rules-words">
        <Input.TextArea
          id="rules-words"
          value={proposal.words}
          onChange={(event) => change({ ...proposal, words: event.target.value })}
          placeholder={t("wordsHint")}
          rows={3}
        />
      </Form.Item>
      <Form.Item label={t("accept")} htmlFor="rules-accept">
        <Input.TextArea
          id="rules-accept"
          value={proposal.accept}
          onChange={(event) => change({ ...proposal, accept: event.target.value })}
          placeholder={t("acceptHint")}
          rows={2}
        />
      </Form.Item>
      <Form.Item label={t("flagAt")}>
        <div className="rl-row">
          <Switch
            aria-label={t("flagAt")}
            checked={flagAt !== null}
            onChange={(on) => change({ ...proposal, flagAt: on ? 0.5 : null })}
          />
          {flagAt === null ? (
            <span className="gk-quiet">{t("flagAtNow")}</span>
          ) : (
            <Slider
              className="rl-grow"
              ariaLabelForHandle={t("flagAt")}
              min={0.1}
              max={0.99}
              step={0.01}
              value={flagAt}
              onChange={(value: number) => change({ ...proposal, flagAt: value })}
            />
          )}
          {flagAt !== null && <span>{flagAt}</span>}
        </div>
      </Form.Item>
    </>
  );
}

function Mistakes({ problem }: { problem: Problem | null }) {
  const { t } = useWords();
  if (!problem) return null;
  const told = problem.mistakes.map((one) => {
    const place = placeOf(one.where);
    return place ? t("line", { ...place, what: one.what }) : one.what;
  });
  return (
    <div role="alert" className="rl-mistakes">
      {told.length === 0 ? (
        problem.detail
      ) : (
        <ul>
          {told.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
