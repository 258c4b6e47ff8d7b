// In which room, from when on, among whom a plan is rehearsed.
import { Button, Input } from "antd";
import { useId, useState } from "react";
import type { Body } from "@/api/types";
import { useAllRooms } from "@/parts/useAllRooms";
import { Choice } from "./Field";
import { RoomChoice } from "./RoomChoice";
import { useWords } from "./rehearsalWords";
import { useWords as usePlanWords } from "./words";

export type Asked = Body<"/api/v1/plans/{name}/rehearse">;
const AGAINST = ["simulated", "silent", "past"] as const;

interface Given {
  needsEvent: boolean;
  busy: boolean;
  sound: boolean;
  begin: (asked: Asked) => void;
}

export function RehearseForm({ needsEvent, busy, sound, begin }: Given) {
  const { t } = useWords();
  const { t: plan } = usePlanWords();
  const rooms = useAllRooms();
  const [chosen, setChosen] = useState<string | null>(null);
  const [members, setMembers] = useState("30");
  const [start, setStart] = useState("");
  const [eventAt, setEventAt] = useState("");
  const [against, setAgainst] = useState<string>("simulated");
  const [days, setDays] = useState("");
  const room = chosen ?? String(rooms[0]?.id ?? "");
  const press = () =>
    begin({
      room: room ? Number(room) : null,
      members: room ? null : Number(members) || 30,
      room_name: plan("roomNew"),
      start: start || null,
      event_at: eventAt || null,
      against: AGAINST.find((one) => one === against) ?? "simulated",
      days: Number(days) || null,
      seed: 1,
    });
  return (
    <form
      className="gk-fields"
      onSubmit={(event) => {
        event.preventDefault();
        press();
      }}
    >
      <RoomChoice rooms={rooms} value={room} choose={setChosen} />
      {!room && <Typed label={t("members")} value={members} type="number" set={setMembers} />}
      <Typed label={plan("startsOn")} value={start} type="date" set={setStart} />
      {needsEvent && (
        <Typed label={plan("eventAt")} value={eventAt} type="datetime-local" set={setEventAt} />
      )}
      <Choice
        label={t("against")}
        value={against}
        commit={setAgainst}
        options={AGAINST.map((one) => ({ value: one, label: t(`against_${one}`) }))}
      />
      <Typed label={t("days")} value={days} type="number" hint={t("daysHint")} set={setDays} />
      <Button type="primary" htmlType="submit" loading={busy} disabled={!sound}>
        {t("doRehearse")}
      </Button>
      <span className="gk-quiet gk-only-keys">{t("notSaved")}</span>
    </form>
  );
}

/** A field that only this form reads. */
export function Typed({
  label,
  value,
  type,
  hint,
  set,
}: {
  label: string;
  value: string;
  type: "date" | "datetime-local" | "number" | "text";
  hint?: string;
  set: (value: string) => void;
}) {
  const id = useId();
  return (
    <div className="gk-field">
      <label htmlFor={id}>{label}</label>
      <Input
        id={id}
        type={type}
        min={1}
        value={value}
        placeholder={hint ?? ""}
        onChange={(event) => set(event.target.value)}
      />
    </div>
  );
}
