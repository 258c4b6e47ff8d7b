// Deliveries: what is on its way out, and a person's word on what is held.
import { Button, Flex, Select } from "antd";
import { useSearchParams } from "react-router";
import { itemsOf, useGet, useList } from "@/api/queries";
import { Empty } from "@/parts/Empty";
import { Loading } from "@/parts/Loading";
import { LoadMore } from "@/parts/LoadMore";
import { Page } from "@/parts/Page";
import { ProblemNote } from "@/parts/ProblemNote";
import { DeliveryCard } from "./DeliveryCard";
import { idOf, type Shown, STATES, shownOf } from "./logic";
import { useWords } from "./words";
import "@/pages/acts/acts.css";

export default function Deliveries() {
  const { t } = useWords();
  const [asked, ask] = useSearchParams();
  const [shown, id] = [shownOf(asked), idOf(asked)];
  const options = [...STATES, "all" as const].map((value) => ({ value, label: t(value) }));
  return (
    <Page title={t("title")}>
      <Flex vertical gap={16} className="gk-reading">
        {id === null ? (
          <>
            <Select
              aria-label={t("state")}
              className="gk-pick-wide"
              value={shown}
              options={options}
              onChange={(state) => ask({ state }, { replace: true })}
            />
            <List shown={shown} />
          </>
        ) : (
          <>
            <One id={id} />
            <div>
              <Button onClick={() => ask({}, { replace: true })}>{t("back")}</Button>
            </div>
          </>
        )}
      </Flex>
    </Page>
  );
}

function List({ shown }: { shown: Shown }) {
  const { t } = useWords();
  const query = { ...(shown === "all" ? {} : { state: shown }), limit: 50 };
  const found = useList("/api/v1/deliveries", { query }, { keep: true });
  const rows = itemsOf(found);
  if (found.isPending) return <Loading />;
  return (
    <>
      <ProblemNote error={found.error} retry={() => void found.refetch()} />
      {rows.length === 0 && !found.error && (
        <Empty hint={t(shown === "held" ? "nothingHeld" : "nothing")} />
      )}
      <ul className="gk-items">
        {rows.map((one) => (
          <DeliveryCard key={one.id} row={one} />
        ))}
      </ul>
      <LoadMore list={found} />
    </>
  );
}

function One({ id }: { id: number }) {
  const found = useGet("/api/v1/deliveries/{id}", { path: { id } });
  if (found.isPending) return <Loading />;
  return (
    <>
      <ProblemNote error={found.error} retry={() => void found.refetch()} />
      {found.data && (
        <ul className="gk-items">
          <DeliveryCard row={found.data} />
        </ul>
      )}
    </>
  );
}
