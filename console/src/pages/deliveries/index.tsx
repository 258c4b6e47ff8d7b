// Deliveries: what is on its way out, and a person's word on what is held.
import { Button, Flex, Select } from "antd";
import { useSearchParams } from "react-router";
import { useGet, useList } from "@/api/queries";
import { numberIn } from "@/parts/address";
import { Listing, Single } from "@/parts/Listing";
import { Page } from "@/parts/Page";
import { DeliveryCard } from "./DeliveryCard";
import { type Shown, STATES, shownOf } from "./logic";
import { useWords } from "./words";
import "@/pages/acts/acts.css";

export default function Deliveries() {
  const { t } = useWords();
  const [asked, ask] = useSearchParams();
  const [shown, id] = [shownOf(asked), numberIn(asked, "id")];
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
  const nothing = t(shown === "held" ? "nothingHeld" : "nothing");
  return <Listing list={found} nothing={nothing} row={(one) => <DeliveryCard row={one} />} />;
}

function One({ id }: { id: number }) {
  const found = useGet("/api/v1/deliveries/{id}", { path: { id } });
  return (
    <Single
      found={found}
      what="delivery"
      show={(row) => (
        <ul className="gk-items">
          <DeliveryCard row={row} />
        </ul>
      )}
    />
  );
}
