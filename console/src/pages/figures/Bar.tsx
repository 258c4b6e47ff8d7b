// Which days, which rooms, charts or a table; and the file.
import { DownloadOutlined } from "@ant-design/icons";
import { Button, Segmented, Select, Switch } from "antd";
import { useId } from "react";
import { useAllRooms } from "@/parts/useAllRooms";
import { DAYS, type Look } from "./look";
import { useWords } from "./words";

interface Choosing {
  look: Look;
  choose: (part: Partial<Look>) => void;
  download: (() => void) | undefined; // none: there is nothing yet
}

export function Bar({ look, choose, download }: Choosing) {
  const { t } = useWords();
  const rooms = useAllRooms();
  const today = useId();
  return (
    <div className="gk-bar">
      <Select<number[]>
        className="gk-picker gk-figures-rooms"
        mode="multiple"
        aria-label={t("rooms")}
        placeholder={t("allRooms")}
        allowClear
        maxTagCount="responsive"
        showSearch={{ optionFilterProp: "label" }}
        value={[...look.rooms]}
        onChange={(chosen) => choose({ rooms: chosen })}
        options={rooms.map((one) => ({ value: one.id, label: one.name || one.ref }))}
      />
      <Segmented
        aria-label={t("period")}
        value={look.days}
        onChange={(days) => choose({ days })}
        options={DAYS.map((days) => ({
          value: days,
          label: t(look.today ? "last" : "past", { days }),
        }))}
      />
      <span className="gk-flip">
        <Switch id={today} checked={look.today} onChange={(on) => choose({ today: on })} />
        <label htmlFor={today}>{t("withToday")}</label>
      </span>
      <span className="gk-grow" />
      <Segmented
        aria-label={t("view")}
        value={look.table ? "table" : "charts"}
        onChange={(view) => choose({ table: view === "table" })}
        options={[
          { value: "charts", label: t("charts") },
          { value: "table", label: t("table") },
        ]}
      />
      <Button icon={<DownloadOutlined />} onClick={download} disabled={!download}>
        {t("download")}
      </Button>
    </div>
  );
}
