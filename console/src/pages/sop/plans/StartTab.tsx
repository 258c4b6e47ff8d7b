// Starts the plan in rooms or over a series, after a look at what would be said when.
import { useQuery } from "@tanstack/react-query";
import { App, Button, Select } from "antd";
import { useId, useState } from "react";
import { Link } from "react-router";
import { post } from "@/api/client";
import { usePost } from "@/api/queries";
import type { Body } from "@/api/types";
import { addDays } from "@/parts/days";
import { Loading } from "@/parts/Loading";
import { ProblemNote } from "@/parts/ProblemNote";
import { ReasonDialog } from "@/parts/ReasonDialog";
import { useNow } from "@/parts/Time";
import { dayOf } from "@/parts/time";
import { useAllRooms } from "@/parts/useAllRooms";
import { useHouse } from "@/session/useHouse";
import { useCan } from "@/session/useMe";
import { Choice } from "./Field";
import type { Desk } from "./PlanDesk";
import { Preview } from "./Preview";
import { Typed } from "./RehearseForm";
import { useWords } from "./words";

type Asked = Body<"/api/v1/plans/{name}/start">;

export function StartTab({ name, file, draft }: Desk) {
  const { t } = useWords();
  const { message } = App.useApp();
  const may = useCan();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [sure, setSure] = useState(false);
  const shown = useQuery({
    queryKey: ["plans", "preview", name, asked, file?.stands.counts],
    queryFn: () => post("/api/v1/plans/{name}/preview", { path: { name }, body: asked as Asked }),
    enabled: asked !== null,
  });
  const start = usePost("/api/v1/plans/{name}/start", ["plan-files", "runs", "steps", "calendar"]);
  const begin = (reason: string) => {
    if (!asked) return;
    start.mutate(
      { path: { name }, body: { ...asked, reason } },
      {
        onSuccess: (done) => {
          setSure(false);
          void message.success(t("started", { count: done.items.length }));
        },
      },
    );
  };
  const preview = shown.data;
  return (
    <div className="gk-start">
      {draft.dirty && <p className="gk-quiet">{t("startSaved")}</p>}
      <StartForm needsEvent={file?.stands.needs_event ?? false} look={setAsked} />
      <ProblemNote error={shown.error} />
      {shown.isFetching && <Loading />}
      {preview && asked && !shown.isFetching && (
        <>
          <Preview preview={preview} />
          <p className="gk-plan-acts">
            {may("plan") && (
              <Button
                type="primary"
                disabled={preview.rooms.length === 0}
                onClick={() => setSure(true)}
              >
                {t("doStart")}
              </Button>
            )}
            <Link to={`/sop/calendar?plan=${encodeURIComponent(name)}`}>{t("seeCalendar")}</Link>
          </p>
        </>
      )}
      <ReasonDialog
        open={sure}
        title={t("startTitle", { plan: file?.stands.title || name })}
        action={t("doStart")}
        busy={start.isPending}
        error={start.error}
        act={begin}
        close={() => setSure(false)}
      >
        <p>{t("willBegin", { count: preview?.rooms.length ?? 0 })}</p>
      </ReasonDialog>
    </div>
  );
}

function StartForm({ needsEvent, look }: { needsEvent: boolean; look: (asked: Asked) => void }) {
  const { t } = useWords();
  const rooms = useAllRooms();
  const { zone } = useHouse();
  const now = useNow();
  const id = useId();
  const [by, setBy] = useState("rooms");
  const [chosen, setChosen] = useState<number[]>([]);
  const [series, setSeries] = useState("");
  const [day, setDay] = useState(() => addDays(dayOf(now, zone), 1)); // tomorrow
  const [eventAt, setEventAt] = useState("");
  const inRooms = by === "rooms";
  const press = () =>
    look({
      rooms: inRooms ? chosen : [],
      names: [],
      series: inRooms ? "" : series,
      starts_on: day,
      zone: null,
      event_at: eventAt || null,
      reason: "",
    });
  return (
    <form
      className="gk-fields"
      onSubmit={(event) => {
        event.preventDefault();
        press();
      }}
    >
      <Choice
        label={t("where")}
        value={by}
        commit={setBy}
        options={[
          { value: "rooms", label: t("byRoom") },
          { value: "series", label: t("bySeries") },
        ]}
      />
      {inRooms ? (
        <div className="gk-field gk-field-wide">
          <label htmlFor={id}>{t("room")}</label>
          <Select
            id={id}
            mode="multiple"
            value={chosen}
            onChange={setChosen}
            optionFilterProp="label"
            options={rooms.map((one) => ({ value: one.id, label: one.name || one.ref }))}
          />
        </div>
      ) : (
        <Typed label={t("series")} value={series} type="text" set={setSeries} />
      )}
      <Typed label={t("startsOn")} value={day} type="date" set={setDay} />
      {needsEvent && (
        <Typed label={t("eventAt")} value={eventAt} type="datetime-local" set={setEventAt} />
      )}
      <Button htmlType="submit" disabled={!day || (inRooms ? chosen.length === 0 : !series)}>
        {t("preview")}
      </Button>
    </form>
  );
}
