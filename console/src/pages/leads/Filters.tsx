import { DownloadOutlined } from "@ant-design/icons";
import { App, Button, Select } from "antd";
import { useState } from "react";
import type { Of } from "@/api/types";
import { RoomPicker } from "@/parts/RoomPicker";
import { saveFile } from "@/parts/save";
import { useLeadTitle } from "@/parts/useLeadTitle";
import { useTitled } from "@/parts/useTitled";
import { useTold } from "@/parts/useTold";
import { useHouse } from "@/session/useHouse";
import { allLeads, tableOf } from "./exporting";
import { type Filters as Chosen, MINE } from "./useFilters";
import { useWords } from "./words";

interface Shown {
  filters: Chosen;
  board: Of<"LeadBoard"> | undefined;
}

export function Filters({ filters, board }: Shown) {
  const { t } = useWords();
  const titled = useTitled();
  const { which, owner, choose } = filters;
  return (
    <div className="ld-filters">
      <Select
        aria-label={t("owner")}
        className="ld-select"
        value={owner ?? ""}
        onChange={(value) => choose("owner", value)}
        options={[
          { value: "", label: t("allOwners") },
          { value: MINE, label: t("mine") },
          ...(board?.owners ?? []).map((one) => ({ value: one, label: titled(one) })),
        ]}
      />
      <Select
        aria-label={t("category")}
        className="ld-select"
        value={which.category ?? ""}
        onChange={(value) => choose("category", value)}
        options={[
          { value: "", label: t("allCategories") },
          ...(board?.categories ?? []).map((one) => ({ value: one.name, label: one.title })),
        ]}
      />
      <RoomPicker
        value={which.room ?? null}
        onChange={(room) => choose("room", room ?? undefined)}
      />
      <Export filters={filters} />
    </div>
  );
}

function Export({ filters }: { filters: Chosen }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const { zone } = useHouse();
  const title = useLeadTitle();
  const told = useTold();
  const [busy, setBusy] = useState(false);
  const make = async () => {
    setBusy(true);
    try {
      const leads = await allLeads(filters.which);
      saveFile("leads.csv", tableOf(leads, title, t, zone));
      void message.success(t("exported", { count: leads.length }));
    } catch (error) {
      void message.error(told(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button icon={<DownloadOutlined />} onClick={() => void make()} loading={busy}>
      {t("export")}
    </Button>
  );
}
