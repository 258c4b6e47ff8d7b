// What of the calendar is shown: room, plan, seat, colleague.
import { Button, Select } from "antd";
import { RoomPicker } from "@/parts/RoomPicker";
import { choicesOf, isWhole, type Line, type Looked } from "./calendar";
import { useWords } from "./words";

interface Shown {
  looked: Looked;
  every: readonly Line[]; // of the period, unfiltered
  look: (at: Partial<Looked>) => void;
}

export function Filters({ looked, every, look }: Shown) {
  const { t } = useWords();
  const choices = choicesOf(every);
  const one = (
    name: "plan" | "seat" | "person",
    label: string,
    options: { value: string; label: string }[],
  ) => (
    <Select<string>
      className="gk-picker"
      aria-label={label}
      placeholder={label}
      allowClear
      showSearch={{ optionFilterProp: "label" }}
      value={looked[name]}
      onChange={(value: string | undefined) => look({ [name]: value ?? null })}
      options={options}
    />
  );
  return (
    <div className="gk-bar">
      <RoomPicker value={looked.room} onChange={(room) => look({ room })} />
      {one("plan", t("plan"), choices.plans)}
      {one("seat", t("seat"), choices.seats)}
      {one("person", t("staff"), choices.people)}
      {!isWhole(looked) && (
        <Button
          type="link"
          onClick={() => look({ room: null, plan: null, seat: null, person: null })}
        >
          {t("clear")}
        </Button>
      )}
    </div>
  );
}
