// What a person is: notes of colleagues first, then accounts, rooms, names, leads, merges.
import { Button, Card, Popconfirm, Tag } from "antd";
import { usePost } from "@/api/queries";
import type { Of } from "@/api/types";
import { RoomLink } from "@/parts/Links";
import { Sentence } from "@/parts/Sentence";
import { Time } from "@/parts/Time";
import { useSaid } from "@/parts/useSaid";
import { useCan } from "@/session/useMe";
import { shortRef } from "./asked";
import { Leads } from "./Leads";
import { Notes } from "./Notes";
import { useWords } from "./words";

export function Overview({ person }: { person: Of<"Profile"> }) {
  return (
    <div className="gk-person-cards">
      <Notes student={person.student_id} />
      <Leads student={person.student_id} />
      <Rooms person={person} />
      <Accounts person={person} />
      <Names person={person} />
      {person.merges.length > 0 && <Merges merges={person.merges} />}
    </div>
  );
}

function Rooms({ person }: { person: Of<"Profile"> }) {
  const { t } = useWords();
  const rooms = [...person.rooms].sort((a, b) => Number(a.left !== null) - Number(b.left !== null));
  return (
    <Card title={t("rooms")} size="small">
      {rooms.length === 0 && <p className="gk-quiet">{t("noRooms")}</p>}
      <ul className="gk-person-lines">
        {rooms.map((one) => (
          <li key={`${one.room}:${one.identity}`}>
            <RoomLink room={{ id: one.room, name: one.name }} />{" "}
            {one.left && (
              <Tag>
                <Moment say={(time) => t("leftAt", { time })} at={one.left} />
              </Tag>
            )}
            <div className="gk-quiet">
              {one.nickname && <bdi>{t("nickname", { name: one.nickname })}</bdi>}{" "}
              {one.joined ? (
                <Moment say={(time) => t("joined", { time })} at={one.joined} />
              ) : (
                t("beforeUs")
              )}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Accounts({ person }: { person: Of<"Profile"> }) {
  const { t } = useWords();
  return (
    <Card title={t("accounts")} size="small">
      <ul className="gk-person-lines">
        {person.identities.map((one) => (
          <li key={one.id}>
            <bdi>{one.name}</bdi> <Tag>{one.channel}</Tag>
            <div className="gk-quiet">
              <code title={one.ref}>{shortRef(one.ref)}</code>{" "}
              <Moment say={(time) => t("seenSince", { time })} at={one.first_seen} />
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Names({ person }: { person: Of<"Profile"> }) {
  const { t } = useWords();
  const rooms = new Map(person.rooms.map((one) => [one.room, one.name]));
  return (
    <Card title={t("names")} size="small">
      <ol className="gk-person-lines">
        {[...person.names].reverse().map((one) => (
          <li key={`${one.identity}:${one.room}:${one.seen}:${one.name}`}>
            <bdi>{one.name}</bdi>{" "}
            <span className="gk-quiet">
              {one.room === null ? t("atLarge") : <bdi>{rooms.get(one.room) ?? t("inRoom")}</bdi>} ·{" "}
              <Time at={one.seen} />
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}

function Merges({ merges }: { merges: Of<"Merge">[] }) {
  const { t } = useWords();
  const said = useSaid();
  const can = useCan();
  const undo = usePost("/api/v1/merges/{id}/undo", ["people", "leads", "cases"]);
  const act = (id: number) => undo.mutate({ path: { id } }, { onError: said.refused });
  return (
    <Card title={t("merges")} size="small">
      <ul className="gk-person-lines">
        {merges.map((one) => (
          <li key={one.id}>
            {t("mergedLine", { source: one.source, into: one.into })}{" "}
            <span className="gk-quiet">
              {one.author} · <Time at={one.at} /> {one.reason}
            </span>
            {one.undone_by && <Tag>{t("undoneBy", { name: one.undone_by })}</Tag>}
            {!one.undone && can("decide", "everywhere") && (
              <Popconfirm
                title={t("unmergeTitle")}
                description={t("unmergeBody", { source: one.source, into: one.into })}
                okText={t("unmerge")}
                onConfirm={() => act(one.id)}
              >
                <Button size="small">{t("unmerge")}</Button>
              </Popconfirm>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** A sentence with a time in it. */
function Moment({ say, at }: { say: (time: string) => string; at: string }) {
  return (
    <Sentence say={say}>
      <Time at={at} />
    </Sentence>
  );
}
