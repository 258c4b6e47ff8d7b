// A room to try a plan in; those that have much to say come first in the API's own order.
import type { Of } from "@/api/types";
import { Choice } from "./Field";
import { useWords } from "./words";

export function RoomChoice({
  rooms,
  value,
  choose,
}: {
  rooms: readonly Of<"Room">[];
  value: string;
  choose: (room: string) => void;
}) {
  const { t } = useWords();
  const options = rooms.map((one) => ({ value: String(one.id), label: one.name || one.ref }));
  return (
    <Choice
      label={t("room")}
      value={value}
      commit={choose}
      options={[...options, { value: "", label: t("roomNew") }]}
    />
  );
}
