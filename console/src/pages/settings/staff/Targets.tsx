// The addresses by which a colleague is told outside the chat platforms: added, tried, taken away.
import { App, Button, Flex, Input, Modal, Popconfirm, Tag } from "antd";
import { useId, useState } from "react";
import { usePost } from "@/api/queries";
import { ProblemNote } from "@/parts/ProblemNote";
import { useWords as useCommon } from "../words";
import type { Colleague } from "./colleague";
import { useWords } from "./words";

interface Given {
  colleague: Colleague;
  version: string;
  locked: boolean;
}

export function Targets({ colleague, version, locked }: Given) {
  const { t } = useWords();
  const [adding, add] = useState(false);
  return (
    <div>
      <strong>{t("targets")}</strong>
      {colleague.targets.length === 0 && <p className="gk-quiet">{t("noTargets")}</p>}
      <ul className="gk-room-rows">
        {colleague.targets.map((one) => (
          <li key={one.place} className="gk-room-row">
            <Tag>{one.service || t("missing")}</Tag>
            <span className="gk-quiet">{one.named || t("unnamed")}</span>
            {!locked && <Acts name={colleague.name} place={one.place} version={version} />}
          </li>
        ))}
      </ul>
      {!locked && (
        <Button size="small" onClick={() => add(true)}>
          {t("addTarget")}
        </Button>
      )}
      <Adding open={adding} name={colleague.name} version={version} close={() => add(false)} />
    </div>
  );
}

function Acts({ name, place, version }: { name: string; place: number; version: string }) {
  const { t } = useWords();
  const { t: say } = useCommon();
  const { message } = App.useApp();
  const test = usePost("/api/v1/settings/targets/test");
  const drop = usePost("/api/v1/settings/targets/drop");
  const tell = (found: { ok: boolean; said: string }) =>
    found.ok
      ? void message.success(t("tested"))
      : void message.error(t("testFailed", { said: found.said }));
  return (
    <Flex gap={8} wrap>
      <Button
        size="small"
        loading={test.isPending}
        onClick={() => test.mutate({ body: { name, place } }, { onSuccess: tell })}
      >
        {t("test")}
      </Button>
      <Popconfirm
        title={t("removeTargetAsk")}
        okText={say("remove")}
        cancelText={say("cancel")}
        onConfirm={() => drop.mutate({ body: { name, place, expected: version, reason: "" } })}
      >
        <Button size="small" loading={drop.isPending}>
          {t("removeTarget")}
        </Button>
      </Popconfirm>
      <ProblemNote error={test.error ?? drop.error} />
    </Flex>
  );
}

interface Asked {
  open: boolean;
  name: string;
  version: string;
  close: () => void;
}

function Adding({ open, name, version, close }: Asked) {
  const { t } = useWords();
  const { t: say } = useCommon();
  const { message } = App.useApp();
  const [address, setAddress] = useState("");
  const field = useId();
  const add = usePost("/api/v1/settings/targets/add");
  const said = address.trim();
  const save = () =>
    add.mutate(
      { body: { name, address: said, expected: version, reason: "" } },
      {
        onSuccess: () => {
          void message.success(say("saved"));
          close();
        },
      },
    );
  return (
    <Modal
      open={open}
      title={t("targetTitle", { name })}
      okText={say("add")}
      cancelText={say("cancel")}
      okButtonProps={{ disabled: said.length < 4 }}
      confirmLoading={add.isPending}
      onOk={save}
      onCancel={close}
      afterClose={() => {
        setAddress("");
        add.reset();
      }}
      destroyOnHidden
    >
      <Flex vertical gap={8}>
        <label htmlFor={field}>{t("address")}</label>
        <Input.Password
          id={field}
          value={address}
          autoComplete="off"
          maxLength={2000}
          onChange={(event) => setAddress(event.target.value)}
        />
        <span className="gk-quiet">{t("addressHint")}</span>
        <span className="gk-quiet">{t("addressSecret")}</span>
        <ProblemNote error={add.error} />
      </Flex>
    </Modal>
  );
}
