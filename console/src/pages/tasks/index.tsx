// Tasks: mine or everybody's, the most urgent first, with the text ready to copy. Made for a phone.
import { Button, Flex, Segmented } from "antd";
import { useSearchParams } from "react-router";
import { itemsOf, useGet, useList } from "@/api/queries";
import { Empty } from "@/parts/Empty";
import { Listing, Single } from "@/parts/Listing";
import { Loading } from "@/parts/Loading";
import { LoadMore } from "@/parts/LoadMore";
import { Page } from "@/parts/Page";
import { ProblemNote } from "@/parts/ProblemNote";
import { useNow } from "@/parts/Time";
import { useHouse } from "@/session/useHouse";
import { groups, type Look, lookOf, VIEWS, WHOSE } from "./logic";
import { TaskCard } from "./TaskCard";
import { useWords } from "./words";
import "@/pages/acts/acts.css";

export default function Tasks() {
  const { t } = useWords();
  const [asked, ask] = useSearchParams();
  const people = useGet("/api/v1/tasks/people", {}, { staleTime: 60_000 });
  if (people.isPending) return <Loading />;
  const me = people.data?.me ?? null;
  const look = lookOf(asked, me !== null);
  return (
    <Page title={t("title")}>
      <Flex vertical gap={16} className="gk-reading">
        <ProblemNote error={people.error} retry={() => void people.refetch()} />
        {look.id === null ? (
          <>
            <Choices look={look} me={me} />
            {look.view === "open" ? (
              <Waiting staff={look.whose === "mine" ? me : null} />
            ) : (
              <Done staff={look.whose === "mine" ? me : null} />
            )}
          </>
        ) : (
          <>
            <One id={look.id} />
            <div>
              <Button onClick={() => ask({}, { replace: true })}>{t("back")}</Button>
            </div>
          </>
        )}
      </Flex>
    </Page>
  );
}

function Choices({ look, me }: { look: Look; me: string | null }) {
  const { t } = useWords();
  const [, ask] = useSearchParams();
  const go = (more: Partial<Look>) => {
    const { whose, view } = { ...look, ...more };
    ask({ whose, view }, { replace: true });
  };
  return (
    <Flex gap={8} wrap>
      {me !== null && (
        <Segmented
          aria-label={t("whose")}
          options={WHOSE.map((value) => ({ value, label: t(value) }))}
          value={look.whose}
          onChange={(whose) => go({ whose })}
        />
      )}
      <Segmented
        aria-label={t("view")}
        options={VIEWS.map((value) => ({ value, label: t(value) }))}
        value={look.view}
        onChange={(view) => go({ view })}
      />
    </Flex>
  );
}

function Waiting({ staff }: { staff: string | null }) {
  const { t } = useWords();
  const { zone } = useHouse();
  const now = useNow();
  const whose = staff === null ? {} : { staff };
  const open = useList("/api/v1/tasks", { query: { ...whose, state: "open", limit: 100 } }, KEEP);
  const held = useGet("/api/v1/tasks", { query: { ...whose, state: "held", limit: 100 } }, KEEP);
  if (open.isPending || held.isPending) return <Loading />;
  const found = groups([...itemsOf(open), ...(held.data?.items ?? [])], now, zone);
  return (
    <>
      <ProblemNote error={open.error} retry={() => void open.refetch()} />
      <ProblemNote error={held.error} retry={() => void held.refetch()} />
      {found.length === 0 && !open.error && !held.error && (
        <Empty hint={t(staff === null ? "nothing" : "nothingMine")}>
          {staff !== null && <p className="gk-quiet">{t("nothingMineHint")}</p>}
        </Empty>
      )}
      {found.map(([group, tasks]) => (
        <section key={group} aria-label={t(group)}>
          <h2 className="gk-items-head">
            {t(group)} <span className="gk-quiet">{tasks.length}</span>
          </h2>
          <ul className="gk-items">
            {tasks.map((one) => (
              <TaskCard key={one.id} task={one} />
            ))}
          </ul>
        </section>
      ))}
      <LoadMore list={open} />
    </>
  );
}

const KEEP = { keep: true };

function Done({ staff }: { staff: string | null }) {
  const { t } = useWords();
  const whose = staff === null ? {} : { staff };
  const found = useList("/api/v1/tasks", { query: { ...whose, state: "done", limit: 50 } }, KEEP);
  return <Listing list={found} nothing={t("nothingDone")} row={(one) => <TaskCard task={one} />} />;
}

function One({ id }: { id: number }) {
  const found = useGet("/api/v1/tasks/{id}", { path: { id } });
  return (
    <Single
      found={found}
      what="task"
      show={(task) => (
        <ul className="gk-items">
          <TaskCard task={task} opened />
        </ul>
      )}
    />
  );
}
