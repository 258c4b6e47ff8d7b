// Everything that happened to a task, with who and when.

import { useGet } from "@/api/queries";
import type { Of } from "@/api/types";
import { Loading } from "@/parts/Loading";
import { ProblemNote } from "@/parts/ProblemNote";
import { Time } from "@/parts/Time";
import { useTitled } from "@/parts/useTitled";
import { useWords } from "./words";

const DEEDS = {
  given: "given",
  told: "told",
  reminded: "reminded",
  cannot: "cannot",
  held: "heldDeed",
  done: "doneDeed",
  cancelled: "cancelledDeed",
} as const;

export function TaskHistory({ id }: { id: number }) {
  const found = useGet("/api/v1/tasks/{id}/notes", { path: { id }, query: { limit: 100 } });
  if (found.isPending) return <Loading />;
  return (
    <>
      <ProblemNote error={found.error} retry={() => void found.refetch()} />
      <ol className="gk-item-history">
        {found.data?.items.map((one) => (
          <li key={`${one.at} ${one.deed}`}>
            <Time at={one.at} /> <Deed note={one} />
          </li>
        ))}
      </ol>
    </>
  );
}

function Deed({ note }: { note: Of<"TaskNote"> }) {
  const { t } = useWords();
  const titled = useTitled();
  const given = { staff: titled(note.staff), author: titled(note.author) };
  return (
    <>
      {t(DEEDS[note.deed], given)}
      {note.note && <span className="gk-quiet"> · {note.note}</span>}
    </>
  );
}
