// Which cases: waiting or decided, of which room, how they came to be. All of it in the address.
import { Segmented, Select } from "antd";
import { Link, useSearchParams } from "react-router";
import { numberIn } from "@/parts/address";
import { RoomPicker } from "@/parts/RoomPicker";
import { useCan } from "@/session/useMe";
import { useWords } from "./words";

export interface Which {
  history: boolean;
  room: number | undefined;
  kind: "advert" | "report" | undefined;
}

export interface Looked {
  which: Which;
  named: number | null; // the case that the address names
  hrefOf: (id: number | null) => string; // of a case, with the same filters
}

export function useWhich(): Looked {
  const [asked] = useSearchParams();
  const kind = asked.get("kind");
  const which = {
    history: asked.get("show") === "history",
    room: numberIn(asked, "room") ?? undefined,
    kind: kind === "advert" || kind === "report" ? kind : undefined,
  } as const;
  const hrefOf = (id: number | null) => {
    const next = new URLSearchParams(asked);
    next.delete("case");
    if (id !== null) next.set("case", String(id));
    return next.size > 0 ? `/review?${next}` : "/review";
  };
  return { which, named: numberIn(asked, "case"), hrefOf };
}

export function Filters() {
  const { t } = useWords();
  const can = useCan();
  const [asked, ask] = useSearchParams();
  const { which } = useWhich();
  const choose = (name: string, value: string | number | undefined) => {
    const next = new URLSearchParams(asked);
    if (value === undefined || value === "") next.delete(name);
    else next.set(name, String(value));
    ask(next, { replace: true });
  };
  return (
    <div className="rv-filters">
      <Segmented
        value={which.history ? "history" : "waiting"}
        onChange={(value) => choose("show", value === "history" ? "history" : undefined)}
        options={[
          { value: "waiting", label: t("waiting") },
          { value: "history", label: t("history") },
        ]}
      />
      <RoomPicker
        value={which.room ?? null}
        onChange={(room) => choose("room", room ?? undefined)}
      />
      <Select
        aria-label={t("kind")}
        className="rv-select"
        value={which.kind ?? ""}
        onChange={(value) => choose("kind", value)}
        options={[
          { value: "", label: t("allKinds") },
          { value: "advert", label: t("advert") },
          { value: "report", label: t("report") },
        ]}
      />
      {can("decide") && <Link to="/review/rules">{t("rules")}</Link>}
    </div>
  );
}
