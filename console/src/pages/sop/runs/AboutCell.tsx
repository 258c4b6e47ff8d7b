// One step in one room: how it stands, who and when, and what can be done about it.
import { Button, Descriptions, Flex } from "antd";
import { Link } from "react-router";
import { usePost } from "@/api/queries";
import type { Of } from "@/api/types";
import { RoomLink } from "@/parts/Links";
import { ProblemNote } from "@/parts/ProblemNote";
import { StandingWord } from "@/parts/Standing";
import { useCan } from "@/session/useMe";
import { actsOf, type Cell, dateOf, type Row, shownOf } from "./grid";
import { type Act, StepActs } from "./StepActs";
import { useCellWords } from "./useCellWords";
import { useWords } from "./words";

interface Shown {
  plan: string;
  run: Of<"Run">;
  row: Row;
  cell: Cell;
  done: (what: string) => void;
}

export function AboutCell({ plan, run, row, cell, done }: Shown) {
  const items = useCellWords(row, cell);
  const room = { id: run.room, name: run.room_name };
  const acts = actsOf(cell, row.day !== null);
  return (
    <Flex vertical gap={12}>
      <RoomLink room={room} />
      <StandingWord standing={shownOf(cell)} />
      <Descriptions column={1} size="small" items={items} />
      {cell.task !== null && <TaskLink task={cell.task} />}
      {acts.includes("approve") && cell.id !== null && <Approve id={cell.id} done={done} />}
      {(acts.includes("skip") || acts.includes("unskip")) && (
        <StepActs
          plan={plan}
          step={row.step}
          room={run.room}
          date={dateOf(row, run.starts_on)}
          acts={stepActs(acts)}
          done={done}
        />
      )}
    </Flex>
  );
}

function stepActs(acts: ReturnType<typeof actsOf>): Act[] {
  const given: Act[] = acts.filter((one) => one !== "approve");
  return given.includes("move") ? [...given, "unmove"] : given;
}

function TaskLink({ task }: { task: number }) {
  const { t } = useWords();
  return <Link to={`/tasks?id=${task}`}>{t("task", { task })}</Link>;
}

/** Says what was held back, left out or failed. */
function Approve({ id, done }: { id: number; done: (what: string) => void }) {
  const { t } = useWords();
  const can = useCan();
  const approve = usePost("/api/v1/steps/{id}/approve", ["plans", "calendar", "runs"]);
  if (!can("plan")) return null;
  return (
    <>
      <Button
        loading={approve.isPending}
        onClick={() =>
          approve.mutate({ path: { id } }, { onSuccess: () => done(t("approveHint")) })
        }
      >
        {t("approve")}
      </Button>
      <ProblemNote error={approve.error} />
    </>
  );
}
