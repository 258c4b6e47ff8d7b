// What a person said, in all rooms that one may see, newest first.
import { Tag } from "antd";
import { itemsOf, useList } from "@/api/queries";
import { Empty } from "@/parts/Empty";
import { RoomLink } from "@/parts/Links";
import { Loading } from "@/parts/Loading";
import { LoadMore } from "@/parts/LoadMore";
import { ProblemNote } from "@/parts/ProblemNote";
import { Time } from "@/parts/Time";
import { useWords } from "./words";

export function Said({ student }: { student: number }) {
  const { t } = useWords();
  const found = useList("/api/v1/messages", { query: { student, limit: 50 } });
  const said = itemsOf(found);
  if (found.isPending) return <Loading />;
  return (
    <>
      <ProblemNote error={found.error} retry={() => void found.refetch()} />
      {found.isSuccess && said.length === 0 && <Empty hint={t("noMessages")} />}
      <ul className="gk-person-lines gk-person-said">
        {said.map((one) => (
          <li key={one.id}>
            <div className="gk-quiet">
              <Time at={one.sent} />{" "}
              {one.room === null ? (
                t("direct")
              ) : (
                <RoomLink room={{ id: one.room, name: one.room_name }} at={one.id} />
              )}{" "}
              {one.edits.length > 0 && <Tag>{t("edited")}</Tag>}
              {one.recalled && <Tag>{t("recalled")}</Tag>}
            </div>
            {one.quoted_text && (
              <blockquote className="gk-person-text">{one.quoted_text}</blockquote>
            )}
            <div className="gk-person-text">
              {one.edits.at(-1)?.text ?? (one.text || <i className="gk-quiet">{t("noText")}</i>)}
            </div>
          </li>
        ))}
      </ul>
      <LoadMore list={found} />
    </>
  );
}
