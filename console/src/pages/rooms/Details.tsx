// Everything that is known of one message: who said it, why it is marked, how it once read.

import { Button, Modal } from "antd";
import { Link } from "react-router";
import { PersonLink } from "@/parts/Links";
import { listed } from "@/parts/sentences";
import { Time } from "@/parts/Time";
import { useFocusBack } from "@/parts/useFocusBack";
import { useLeadTitle } from "@/parts/useLeadTitle";
import { useTitled } from "@/parts/useTitled";
import { Expected } from "./Expected";
import type { Message } from "./marks";
import type { Item } from "./window";
import { useWords } from "./words";

interface Shown {
  item: Item | null;
  narrow: (person: string) => void;
  spot: (message: number | null) => void;
  close: () => void;
}

export function Details({ item, ...acts }: Shown) {
  if (!item?.message) return null;
  return <Whole item={item} message={item.message} {...acts} />;
}

function Whole({ item, message, narrow, spot, close }: Shown & { item: Item; message: Message }) {
  const { t, language } = useWords();
  const lead = useLeadTitle();
  useFocusBack();
  const go = (then: () => void) => () => {
    close();
    then();
  };
  const { student_id: student, question } = message;
  return (
    <Modal
      open
      onCancel={close}
      footer={null}
      title={<PersonLink person={{ ...message, name: message.nickname || message.name }} />}
    >
      <p className="gk-quiet">
        <Time at={item.at} />
        {student !== null && ` · ${student}`}
        {message.nickname && message.nickname !== message.name && ` · ${message.name}`}
      </p>
      {student !== null && (
        <p>
          <Button size="small" onClick={go(() => narrow(String(student)))}>
            {t("onlyTheirs")}
          </Button>
        </p>
      )}
      <Judged message={message} />
      {message.leads.map((one) => (
        <section key={one.id} className="gk-detail">
          <h2>{t("leadOpen", { category: lead(one.category) })}</h2>
          <p>{t("leadWords", { words: listed(one.words, language) })}</p>
        </section>
      ))}
      {question && !question.closed && (
        <section className="gk-detail">
          <h2>{t(question.answered ? "questionAnswered" : "questionWaits")}</h2>
          {question.answer !== null ? (
            <Button size="small" onClick={go(() => spot(question.answer))}>
              {t("showAnswer")}
            </Button>
          ) : (
            <Time at={question.due} />
          )}
        </section>
      )}
      {message.post?.plan && <Expected post={message.post} />}
      {message.edits.length > 0 && (
        <section className="gk-detail">
          <h2>{t("edited")}</h2>
          <p className="gk-text">
            <b>{t("first")}</b> {message.text}
          </p>
          {message.edits.map((one) => (
            <p key={one.at} className="gk-text">
              <Time at={one.at} /> {one.text}
            </p>
          ))}
        </section>
      )}
    </Modal>
  );
}

function Judged({ message }: { message: Message }) {
  const { t, language } = useWords();
  const titled = useTitled();
  if (message.verdicts.length === 0 && !message.case) return null;
  return (
    <section className="gk-detail">
      <h2>{t("why")}</h2>
      <ul>
        {message.verdicts.map((one) => (
          <li key={one.detector}>
            {one.reason}{" "}
            <span className="gk-quiet">{t("score", { score: Math.round(one.score * 100) })}</span>
            {one.evidence.length > 0 && (
              <p className="gk-quiet">{t("evidence", { words: listed(one.evidence, language) })}</p>
            )}
          </li>
        ))}
      </ul>
      {message.case?.decided_by && (
        <p>{t("decidedBy", { name: titled(message.case.decided_by) })}</p>
      )}
      {message.case && <Link to={`/review/${message.case.id}`}>{t("openCase")}</Link>}
    </section>
  );
}
