// The cast of a plan: who speaks, and who holds each seat.
import { Button } from "antd";
import { Choice } from "./Field";
import { OnlyText, type Rename, type Write } from "./FormTab";
import { useWords } from "./formWords";
import type { SeatShape } from "./shape";

const ROLES = [
  "own",
  "leader",
  "expert",
  "consultant",
  "star",
  "fan",
  "challenger",
  "closer",
] as const;

interface Given {
  seats: readonly SeatShape[];
  write: Write;
  rename: Rename;
  disabled: boolean;
  staff: readonly string[];
  accounts: readonly string[];
  see: () => void;
}

export function Seats(given: Given) {
  const { seats, write, disabled } = given;
  const { t } = useWords();
  const add = () => {
    let name = "seat";
    for (let number = 2; seats.some((one) => one.name === name); number += 1)
      name = `seat-${number}`;
    write(["seats", name], { role: "own", account: "room" });
  };
  return (
    <div>
      {seats.map((seat) => (
        <Seat key={seat.name} seat={seat} {...given} />
      ))}
      {!disabled && <Button onClick={add}>{t("addSeat")}</Button>}
    </div>
  );
}

function Seat({
  seat,
  write,
  rename,
  disabled,
  staff,
  accounts,
  see,
}: Given & { seat: SeatShape }) {
  const { t } = useWords();
  const holder = seat.person ? `person:${seat.person}` : `account:${seat.account}`;
  const options = [
    { value: "account:room", label: t("botHere") },
    ...accounts.map((one) => ({ value: `account:${one}`, label: `${t("bot")}: ${one}` })),
    ...staff.map((one) => ({ value: `person:${one}`, label: one })),
  ];
  const hold = (chosen: string) => {
    const [kind = "", ...name] = chosen.split(":");
    rename(["seats", seat.name], seat.person ? "person" : "account", kind, name.join(":"));
  };
  return (
    <div className="gk-seat">
      <div className="gk-fields">
        <strong>{seat.name}</strong>
        <Choice
          label={t("role")}
          value={seat.role || "own"}
          disabled={disabled}
          commit={(one) => write(["seats", seat.name, "role"], one)}
          options={ROLES.map((one) => ({ value: one, label: t(`role_${one}`) }))}
        />
        <Choice
          label={t("holder")}
          value={holder}
          disabled={disabled}
          commit={hold}
          options={options}
        />
      </div>
      {seat.others.length > 0 && <OnlyText keys={seat.others} see={see} />}
    </div>
  );
}
