// What somebody may: a role in all rooms, and roles in some.
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Form, Input, Segmented, Select } from "antd";
import { RoomPicker } from "@/parts/RoomPicker";
import { useWords as useCommon } from "@/parts/words";
import { changed, type May, ROLES, type Role, type Row, without, withRow } from "./grants";
import { useWords } from "./words";

interface Edited {
  may: May;
  change: (may: May) => void;
}

export function GrantsField({ may, change }: Edited) {
  const { t } = useWords();
  const { t: say } = useCommon();
  return (
    <>
      <Form.Item label={t("everywhere")} htmlFor="access-role">
        <Select<Role | "">
          id="access-role"
          value={may.role ?? ""}
          onChange={(role) => change({ ...may, role: role || null })}
          options={[
            ...ROLES.map((value) => ({ value, label: say(value) })),
            { value: "" as const, label: t("nowhere") },
          ]}
        />
      </Form.Item>
      <fieldset className="gk-grants">
        <legend>{t("local")}</legend>
        <p className="gk-quiet">{t("localHint")}</p>
        {may.rows.map((row) => (
          <GrantRow
            key={row.key}
            row={row}
            set={(more) => change(changed(may, row.key, more))}
            drop={() => change(without(may, row.key))}
          />
        ))}
        <Button icon={<PlusOutlined />} onClick={() => change(withRow(may))}>
          {t("addLocal")}
        </Button>
      </fieldset>
    </>
  );
}

function GrantRow({
  row,
  set,
  drop,
}: {
  row: Row;
  set: (more: Partial<Row>) => void;
  drop: () => void;
}) {
  const { t } = useWords();
  const { t: say } = useCommon();
  return (
    <div className="gk-grant">
      <Segmented<Row["kind"]>
        aria-label={t("where")}
        value={row.kind}
        onChange={(kind) => set({ kind })}
        options={[
          { value: "room", label: t("inRoom") },
          { value: "series", label: t("inSeries") },
        ]}
      />
      {row.kind === "room" ? (
        <RoomPicker value={row.room} onChange={(room) => set({ room })} />
      ) : (
        <Input
          aria-label={t("seriesName")}
          placeholder={t("seriesName")}
          value={row.series}
          maxLength={200}
          onChange={(event) => set({ series: event.target.value })}
        />
      )}
      <Select<Role>
        aria-label={t("role")}
        className="gk-grant-role"
        value={row.role}
        onChange={(role) => set({ role })}
        options={ROLES.map((value) => ({ value, label: say(value) }))}
      />
      <Button
        type="text"
        danger
        icon={<DeleteOutlined />}
        aria-label={t("remove")}
        onClick={drop}
      />
    </div>
  );
}
