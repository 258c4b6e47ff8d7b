// What is done with one click: taking an alert on, closing a question, claiming a lead.
import { Button, type ButtonProps } from "antd";
import { usePost } from "@/api/queries";
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
