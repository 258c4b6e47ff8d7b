// The bar of the demo: how fast time passes, members that can be let speak, and a short guide.
import { PauseOutlined } from "@ant-design/icons";
import { Button, Segmented } from "antd";
import { useState } from "react";
import { useHouse } from "@/session/useHouse";
import { useDemo, useSpeed } from "./api";
import { Guide } from "./Guide";
import { guideSeen, keepGuideSeen } from "./seen";
import { Talk } from "./Talk";
import { VirtualClock } from "./VirtualClock";
import { useWords } from "./words";
import "./tour.css";

export default function TourBar() {
  const { t } = useWords();
  const { data } = useDemo();
  const speed = useSpeed();
  const { zone } = useHouse();
  const [talking, talk] = useState(false);
  const [fresh, setFresh] = useState(!guideSeen());
  const [asked, ask] = useState(false);
  if (!data) return null;
  const speeds = [...new Set([...data.speeds, data.speed])].sort((a, b) => a - b);
  const guided = asked || (fresh && data.guest); // colleagues who came otherwise ask for it
  const end = () => {
    keepGuideSeen();
    setFresh(false);
    ask(false);
  };
  return (
    <aside className="gk-tour" aria-label={t("bar")}>
      {guided && !talking && <Guide demo={data} end={end} talk={() => talk(true)} />}
      {talking && <Talk demo={data} close={() => talk(false)} />}
      <div className="gk-tour-bar">
        <VirtualClock now={data.now} rate={data.speed} zone={zone} />
        <Segmented
          size="small"
          aria-label={t("clock")}
          value={data.speed}
          options={speeds.map((value) => ({
            value,
            label:
              value === 0 ? (
                <PauseOutlined aria-label={t("pause")} />
              ) : (
                t("speed", { speed: value })
              ),
          }))}
          onChange={(value) => speed.mutate(value)}
        />
        <Button type="primary" size="small" aria-expanded={talking} onClick={() => talk(!talking)}>
          {talking ? t("close") : t("speak")}
        </Button>
        <Button
          type="text"
          size="small"
          className="gk-tour-guide"
          onClick={() => {
            talk(false);
            ask(true);
          }}
        >
          {t("guide")}
        </Button>
      </div>
    </aside>
  );
}
