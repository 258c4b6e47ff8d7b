// People and rooms by name; a click leads to their page, where the console has it.
import { Link } from "react-router";
import { useWords } from "./words";

interface PersonLike {
  student_id?: number | null;
  name?: string | null;
}

/** A person: the name as it is (text, whatever stands in it), the student ID behind it. */
export function PersonLink({ person }: { person: PersonLike | null | undefined }) {
  const { t } = useWords();
  const name = person?.name || t("unknownPerson");
  if (!person?.student_id) return <bdi>{name}</bdi>;
  return (
    <Link
      to={`/people/${person.student_id}`}
      title={t("studentId", { student: person.student_id })}
    >
      <bdi>{name}</bdi>
    </Link>
  );
}

interface RoomLike {
  id: number;
  name?: string | null;
  ref?: string | null;
}

/** A room; `at` is the id of the message to show there. */
export function RoomLink({ room, at }: { room: RoomLike; at?: number | null }) {
  return (
    <Link to={at ? `/rooms/${room.id}?at=${at}` : `/rooms/${room.id}`}>
      <bdi>{room.name || room.ref || room.id}</bdi>
    </Link>
  );
}
