// Letting a member speak: who, where and what; then what happened, step by step.
import { CloseOutlined } from "@ant-design/icons";
import { Button, Flex, Input, Select } from "antd";
import { useState } from "react";
import { ProblemNote } from "@/parts/ProblemNote";
import { type Demo, type Example, roomOf, type Spoken, useAfter, useSay } from "./api";
import { Steps } from "./Steps";
import { isSettled } from "./steps";
import { useWords } from "./words";

export function Talk({ demo, close }: { demo: Demo; close: () => void }) {
  const { t } = useWords();
  const [said, keep] = useState<Spoken | null>(null);
  return (
    <section className="gk-tour-card" aria-label={t("speak")}>
      <Flex justify="space-between" align="center">
        <strong>{said ? t("whatNext") : t("speak")}</strong>
        <Button
          type="text"
          size="small"
          icon={<CloseOutlined />}
          aria-label={t("close")}
          onClick={close}
        />
      </Flex>
      {said ? <Happened said={said} again={() => keep(null)} /> : <Form demo={demo} keep={keep} />}
    </section>
  );
}

function Happened({ said, again }: { said: Spoken; again: () => void }) {
  const { t } = useWords();
  const [settled, settle] = useState(false);
  const after = useAfter(said.ref, settled);
  if (isSettled(after) !== settled) settle(isSettled(after));
  return (
    <>
      <Steps said={said} after={after} />
      <Button size="small" onClick={again}>
        {t("again")}
      </Button>
    </>
  );
}

function Form({ demo, keep }: { demo: Demo; keep: (said: Spoken) => void }) {
  const { t } = useWords();
  const say = useSay();
  const [room, setRoom] = useState(demo.rooms[0]?.ref ?? "");
  const [by, setBy] = useState("");
  const [text, setText] = useState("");
  const here = demo.rooms.find((one) => one.ref === room);
  const speak = (what: { room: string; by: string; text: string }) =>
    say.mutate(what, { onSuccess: (said) => keep({ ...said, text: what.text }) });
  const play = (one: Example) => {
    const there = roomOf(demo, one) ?? here;
    const member = one.who === "newcomer" ? "" : (there?.members[0] ?? "");
    if (there) speak({ room: there.ref, by: member, text: one.text });
  };
  return (
    <Flex vertical gap={10}>
      <span className="gk-quiet">{t("examples")}</span>
      <Flex gap={6} wrap>
        {demo.examples.map((one) => (
          <Button
            key={one.kind}
            size="small"
            disabled={say.isPending}
            onClick={() => play(one)}
            title={one.text}
          >
            {t(one.kind)}
          </Button>
        ))}
      </Flex>
      <Flex gap={8} wrap>
        <Select
          aria-label={t("room")}
          className="gk-tour-pick"
          value={room}
          options={demo.rooms.map((one) => ({ value: one.ref, label: one.name }))}
          onChange={(ref) => {
            setRoom(ref);
            setBy("");
          }}
        />
        <Select
          aria-label={t("who")}
          className="gk-tour-pick"
          showSearch={{ optionFilterProp: "label" }}
          value={by}
          options={[
            { value: "", label: t("newcomer") },
            ...(here?.members ?? []).map((one) => ({ value: one, label: one })),
          ]}
          onChange={setBy}
        />
      </Flex>
      <Input.TextArea
        aria-label={t("text")}
        placeholder={t("text")}
        rows={2}
        maxLength={1000}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <ProblemNote error={say.error} />
      <Button
        type="primary"
        disabled={!text.trim() || !room}
        loading={say.isPending}
        onClick={() => speak({ room, by, text: text.trim() })}
      >
        {t("say")}
      </Button>
    </Flex>
  );
}
