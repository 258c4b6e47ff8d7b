// A room in which the plan runs: since when, and pausing, resuming, stopping it there.
import { Button, Flex, Tag } from "antd";
import { useState } from "react";
import type { Of } from "@/api/types";
import { RoomLink } from "@/parts/Links";
import { useCan } from "@/session/useMe";
import { RunDialog, type Verb } from "./RunDialog";
import { useWords } from "./words";

const POSSIBLE: Readonly<Record<Of<"Run">["state"], readonly Verb[]>> = {
  active: ["pause", "stop"],
  paused: ["resume", "stop"],
  stopped: [],
  done: [],
};

export function AboutRoom({ run, done }: { run: Of<"Run">; done: (what: string) => void }) {
  const { t } = useWords();
  const can = useCan();
  const [verb, ask] = useState<Verb | null>(null);
  return (
    <Flex vertical gap={12} align="start">
      <RoomLink room={{ id: run.room, name: run.room_name }} />
      <Tag>{t(`state_${run.state}`)}</Tag>
      <span>{t("since", { day: run.starts_on })}</span>
      <Flex gap={8}>
        {can("plan") &&
          POSSIBLE[run.state].map((one) => (
            <Button key={one} danger={one === "stop"} onClick={() => ask(one)}>
              {t(one)}
            </Button>
          ))}
      </Flex>
      <RunDialog
        plan={run.plan}
        title={run.plan}
        room={{ id: run.room, name: run.room_name }}
        verb={verb}
        close={() => ask(null)}
        tell={done}
      />
    </Flex>
  );
}
