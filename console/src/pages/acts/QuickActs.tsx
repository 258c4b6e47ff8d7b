// What is done with one click: taking an alert on, closing a question, claiming a lead.
import { Button, type ButtonProps, Dropdown } from "antd";
import { usePost } from "@/api/queries";
import type { Body } from "@/api/types";
import { useSaid } from "@/parts/useSaid";
import { useWords } from "./words";

interface Quick {
  id: number;
  type?: ButtonProps["type"];
}

/** Takes an alert on; says who was quicker where somebody was. */
export function Acknowledge({ id, type = "default" }: Quick) {
  const { t } = useWords();
  const said = useSaid();
  const take = usePost("/api/v1/alerts/{id}/acknowledge", ["now"]);
  const act = () =>
    take.mutate(
      { path: { id } },
      {
        onSuccess: ({ first, by }) =>
          first ? said.done(t("taken")) : said.told(t("takenBy", { by })),
        onError: said.refused,
      },
    );
  return (
    <Button size="small" type={type} loading={take.isPending} onClick={act}>
      {t("acknowledge")}
    </Button>
  );
}

/** Has an alert told again later; nobody is told of it before. */
export function Later({ id }: { id: number }) {
  const { t } = useWords();
  const said = useSaid();
  const snooze = usePost("/api/v1/alerts/{id}/snooze", ["now"]);
  const act = (remind: Body<"/api/v1/alerts/{id}/snooze">["remind"]) =>
    snooze.mutate(
      { path: { id }, body: { remind } },
      { onSuccess: () => said.done(t("snoozed")), onError: said.refused },
    );
  const items = [
    { key: "30m", label: t("in30m"), onClick: () => act("30m") },
    { key: "2h", label: t("in2h"), onClick: () => act("2h") },
    { key: "morning", label: t("morning"), onClick: () => act("morning") },
  ];
  return (
    <Dropdown trigger={["click"]} menu={{ items }}>
      <Button size="small" loading={snooze.isPending}>
        {t("later")}
      </Button>
    </Dropdown>
  );
}

/** Nobody waits for an answer any more. */
export function CloseQuestion({ id, type = "default" }: Quick) {
  const { t } = useWords();
  const said = useSaid();
  const close = usePost("/api/v1/questions/{id}/close", ["now", "alerts"]);
  const act = () =>
    close.mutate(
      { path: { id } },
      { onSuccess: () => said.done(t("closed")), onError: said.refused },
    );
  return (
    <Button size="small" type={type} loading={close.isPending} onClick={act}>
      {t("close")}
    </Button>
  );
}

/** Takes a lead on; the second to do so is told. */
export function ClaimLead({ id, type = "default" }: Quick) {
  const { t } = useWords();
  const said = useSaid();
  const claim = usePost("/api/v1/leads/{id}/claim", ["now", "alerts"]);
  const act = () =>
    claim.mutate(
      { path: { id }, body: { note: "" } },
      { onSuccess: () => said.done(t("claimed")), onError: said.refused },
    );
  return (
    <Button size="small" type={type} loading={claim.isPending} onClick={act}>
      {t("claim")}
    </Button>
  );
}
