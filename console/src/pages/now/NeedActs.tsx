// What may be done about something that waits, where it stands.
import { Button } from "antd";
import { useNavigate } from "react-router";
import { AnswerAppeal } from "@/pages/acts/AnswerAppeal";
import { DeliveryActs } from "@/pages/acts/DeliveryActs";
import { Acknowledge, ClaimLead, CloseQuestion, Later } from "@/pages/acts/QuickActs";
import { TaskActs } from "@/pages/acts/TaskActs";
import { useWords as useActWords } from "@/pages/acts/words";
import type { Need } from "./logic";
import { useWords } from "./words";

// What is done about the others begins on their page, or is done here.
const LOOKED_AT: ReadonlySet<Need["kind"]> = new Set(["alert", "appeal", "lead", "question"]);

export function NeedActs({ need }: { need: Need }) {
  const { t } = useWords();
  const go = useNavigate();
  const taken = need.kind === "alert" ? "primary" : "default";
  return (
    <div className="gk-need-acts">
      <Own need={need} />
      {need.alert && need.may.includes("acknowledge") && (
        <>
          <Acknowledge id={need.alert.id} type={taken} />
          <Later id={need.alert.id} />
        </>
      )}
      {LOOKED_AT.has(need.kind) && (
        <Button size="small" type="link" onClick={() => void go(need.link)}>
          {t("look")}
        </Button>
      )}
    </div>
  );
}

/** What is done about the thing itself. */
function Own({ need }: { need: Need }) {
  const { t } = useActWords();
  const go = useNavigate();
  const id = Number(need.id);
  const may = (act: Need["may"][number]) => need.may.includes(act);
  const there = (label: string) => (
    <Button size="small" type="primary" onClick={() => void go(need.link)}>
      {label}
    </Button>
  );
  switch (need.kind) {
    case "case":
      return may("decide") ? there(t("decide")) : null;
    case "gateway":
      return may("mend") ? there(t("mend")) : null;
    case "appeal":
      return may("answer") ? <AnswerAppeal id={id} /> : null;
    case "question":
      return may("close") ? <CloseQuestion id={id} /> : null;
    case "lead":
      return may("claim") ? <ClaimLead id={id} type="primary" /> : null;
    case "delivery":
      return <DeliveryActs id={id} may={need.may} />;
    case "task":
    case "content":
      return <TaskActs id={id} owner={need.owner} may={need.may} />;
    default:
      return null;
  }
}
