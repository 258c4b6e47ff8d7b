// Who changed config.yaml from here, and why; an earlier text counts again at a click.
import { App, Button, Card } from "antd";
import { useState } from "react";
import { itemsOf, useGet, useList, usePost } from "@/api/queries";
import type { Item } from "@/api/types";
import { Empty } from "@/parts/Empty";
import { Loading } from "@/parts/Loading";
import { LoadMore } from "@/parts/LoadMore";
import { ProblemNote } from "@/parts/ProblemNote";
import { ReasonDialog } from "@/parts/ReasonDialog";
import { Time } from "@/parts/Time";
import { useCan } from "@/session/useMe";
import { Frame } from "./Frame";
import { useHistoryWords } from "./historyWords";
import { useWords } from "./words";

type Version = Item<"/api/v1/settings/versions">;

export default function History() {
  const { t, language } = useHistoryWords();
  const { t: say } = useWords();
  const { message } = App.useApp();
  const can = useCan();
  const file = useGet("/api/v1/settings", { query: { section: "log", language } });
  const found = useList("/api/v1/settings/versions", { query: { limit: 50 } }, { keep: true });
  const undo = usePost("/api/v1/settings/undo", ["rooms"]);
  const [asked, ask] = useState<Version | null>(null);
  if (found.isPending) return <Loading />;
  const standing = file.data?.standing;
  const versions = itemsOf(found);
  const locked = !standing?.editable || !can("keep", "everywhere");
  const back = (reason: string) =>
    asked &&
    undo.mutate(
      { body: { version: asked.before, expected: standing?.version ?? "", reason, language } },
      {
        onSuccess: () => {
          ask(null);
          void message.success(say("saved"));
        },
      },
    );
  return (
    <Frame standing={standing}>
      <ProblemNote error={found.error} retry={() => void found.refetch()} />
      {versions.length === 0 && !found.error && <Empty hint={t("none")} />}
      {versions.length > 0 && (
        <Card size="small">
          <ul className="gk-room-rows">
            {versions.map((one) => (
              <li key={`${one.at} ${one.after}`} className="gk-version">
                <div>
                  <strong>{one.author}</strong> <Time at={one.at} />{" "}
                  {one.action === "settings.undo" && <span>{t("undone")}</span>}
                  {one.reason && <p>{one.reason}</p>}
                  <Differences version={one} />
                </div>
                {!locked && one.kept && (
                  <Button size="small" onClick={() => ask(one)}>
                    {t("back")}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </Card>
      )}
      <LoadMore list={found} />
      <ReasonDialog
        open={asked !== null}
        title={t("backTitle")}
        action={t("back")}
        busy={undo.isPending}
        error={undo.error}
        act={back}
        close={() => ask(null)}
      >
        <p>{t("backHint")}</p>
      </ReasonDialog>
    </Frame>
  );
}

function Differences({ version }: { version: Version }) {
  const { t } = useHistoryWords();
  return (
    <ul className="gk-differences">
      {version.differences.map((one) => (
        <li key={one.path}>
          <code>{one.path}</code>{" "}
          <span className="gk-quiet">
            {one.before || t("nothing")} → {one.after || t("nothing")}
          </span>
        </li>
      ))}
    </ul>
  );
}
