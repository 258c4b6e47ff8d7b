// To which colleague a task goes; who is away says so.
import { Flex, Modal, Radio, Tag } from "antd";
import { useState } from "react";
import { useGet, usePost } from "@/api/queries";
import { Loading } from "@/parts/Loading";
import { ProblemNote } from "@/parts/ProblemNote";
import { useFocusBack } from "@/parts/useFocusBack";
import { useSaid } from "@/parts/useSaid";
import { useWords } from "./words";

interface Giving {
  id: number;
  owner: string | null;
  close: () => void;
}

export default function GiveDialog({ id, owner, close }: Giving) {
  const { t } = useWords();
  useFocusBack();
  const said = useSaid();
  const [to, choose] = useState<string>();
  const people = useGet("/api/v1/tasks/people", {});
  const give = usePost("/api/v1/tasks/{id}/give", ["now", "alerts"]);
  const others = people.data?.items.filter((one) => one.name !== owner);
  const act = () => {
    if (!to) return;
    give.mutate(
      { path: { id }, body: { to, reason: "" } },
      {
        onSuccess: () => {
          said.done(t("giveSaid", { to }));
          close();
        },
      },
    );
  };
  return (
    <Modal
      open
      title={t("giveTitle")}
      okText={t("give")}
      okButtonProps={{ disabled: !to }}
      confirmLoading={give.isPending}
      onOk={act}
      onCancel={close}
    >
      {people.isPending && <Loading />}
      <Radio.Group value={to} onChange={(event) => choose(event.target.value as string)}>
        <Flex vertical gap={8}>
          {others?.map((one) => (
            <Radio key={one.name} value={one.name}>
              <bdi>{one.title || one.name}</bdi> {one.away && <Tag>{t("away")}</Tag>}
            </Radio>
          ))}
        </Flex>
      </Radio.Group>
      <ProblemNote error={people.error ?? give.error} />
    </Modal>
  );
}
