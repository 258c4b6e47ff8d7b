// One task: what to post where until when, ready to copy; what happened to it, on demand.

import { Button, Tag } from "antd";
import { useState } from "react";
import { CopyText } from "@/pages/acts/CopyText";
import { TaskActs } from "@/pages/acts/TaskActs";
import { useMay } from "@/pages/acts/useMay";
import { Clock } from "@/pages/now/Clock";
import { RoomLink } from "@/parts/Links";
import { Sentence } from "@/parts/Sentence";
import { Time } from "@/parts/Time";
import { useTitled } from "@/parts/useTitled";
import { actsOf, type Task } from "./logic";
import { TaskHistory } from "./TaskHistory";
import { useWords } from "./words";

export function TaskCard({ task, opened = false }: { task: Task; opened?: boolean }) {
  const { t } = useWords();
  const titled = useTitled();
  const may = useMay();
  const [shown, show] = useState(opened);
  const waits = task.state === "open" || task.state === "held";
  const acts = may("work") ? actsOf(task.state) : [];
  return (
    <li className="gk-item" data-task={task.id}>
      <div className="gk-item-row">
        <strong>{task.title}</strong>
        <span className="gk-item-clock">
          {waits ? <Clock need={{ due: task.due, since: task.given }} /> : <Ended task={task} />}
        </span>
      </div>
      <p className="gk-item-row">
        {task.room !== null && <RoomLink room={{ id: task.room, name: task.room_name }} />}
        <span className="gk-quiet">{t("owner", { name: titled(task.staff) })}</span>
        {waits && task.line[0] && (
          <span className="gk-quiet">{t("next", { name: titled(task.line[0]) })}</span>
        )}
      </p>
      {task.text && <CopyText text={task.text} />}
      {task.outcome && <p className="gk-quiet">{task.outcome}</p>}
      <div className="gk-item-acts">
        <TaskActs id={task.id} owner={task.staff} may={acts} size="middle" />
        <Button type="text" aria-expanded={shown} onClick={() => show(!shown)}>
          {t("history")}
        </Button>
      </div>
      {shown && <TaskHistory id={task.id} />}
    </li>
  );
}

function Ended({ task }: { task: Task }) {
  const { t } = useWords();
  const titled = useTitled();
  if (task.state === "cancelled") return <Tag>{t("cancelled")}</Tag>;
  return (
    <span className="gk-quiet">
      <Sentence say={(time) => t("doneBy", { name: titled(task.done_by), time })}>
        {task.done_at && <Time at={task.done_at} />}
      </Sentence>
    </span>
  );
}
