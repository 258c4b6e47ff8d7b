// Chooses a person by number or name.
import { Select } from "antd";
import { useDeferredValue, useState } from "react";
import { useGet } from "@/api/queries";
import { useTold } from "@/parts/useTold";
import { useWords } from "./words";

interface Picked {
  without: number; // who cannot be chosen: the person of the page
  value: number | null;
  onChange: (student: number | null) => void;
}

export function PersonPicker({ without, value, onChange }: Picked) {
  const { t } = useWords();
  const told = useTold();
  const [typed, setTyped] = useState("");
  const find = useDeferredValue(typed.trim());
  const found = useGet(
    "/api/v1/people",
    { query: { find, limit: 20 } },
    { enabled: find !== "", keep: true },
  );
  const people = (find && found.data?.items) || [];
  return (
    <Select<number>
      aria-label={t("mergeWith")}
      placeholder={t("mergeWith")}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      allowClear
      value={value}
      loading={found.isFetching}
      notFoundContent={found.error ? told(found.error) : find ? t("nobody") : null}
      onChange={(student: number | undefined) => onChange(student ?? null)}
      options={people
        .filter((one) => one.student_id !== without)
        .map((one) => ({ value: one.student_id, label: `${one.student_id} ${one.name}` }))}
    />
  );
}
