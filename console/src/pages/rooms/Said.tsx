// A message in its room, with its marks in place. Everything in it is text, whatever it says.
import { local, wholeTime } from "@/parts/time";
import { Attached } from "./Attached";
import type { LineActs } from "./Line";
import { Marked } from "./Marked";
import type { Message } from "./marks";
import type { Item } from "./window";
import { useWords } from "./words";

interface Shown extends LineActs {
  item: Item;
  message: Message;
  on: boolean; // the same person goes on: the name stands above already
}

export function Said({ item, message, on, ...acts }: Shown) {
  const text = message.edits.at(-1)?.text ?? message.text;
  const detail = () => acts.detail(item.key);
  return (
    <article className={message.own ? "gk-message gk-message-own" : "gk-message"}>
      {!on && <Who message={message} detail={detail} />}
      <div className="gk-bubble-row">
        <div className={message.recalled ? "gk-bubble gk-bubble-recalled" : "gk-bubble"}>
          {message.quoted && <Quote quoted={message.quoted} spot={acts.spot} />}
          {text && <p className="gk-text">{text}</p>}
          <Attached message={message} />
        </div>
        <Aside item={item} message={message} {...acts} />
      </div>
      <Marked message={message} now={acts.now} titles={acts.titles} detail={detail} />
    </article>
  );
}

function Who({ message, detail }: { message: Message; detail: () => void }) {
  const { t } = useWords();
  return (
    <header className="gk-message-head">
      <button type="button" className="gk-name" onClick={detail}>
        <bdi>{message.nickname || message.name}</bdi>
      </button>
      {message.student_id !== null && <span className="gk-quiet">{message.student_id}</span>}
      {message.own && <span className="gk-badge gk-badge-own">{t("ours")}</span>}
      {message.staff && <span className="gk-badge">{t("staff")}</span>}
    </header>
  );
}

/** Beside the words: when, whether they were changed or taken back, and what can be done. */
function Aside({ item, message, zone, spot, answer, detail, jumps }: Omit<Shown, "on">) {
  const { t } = useWords();
  return (
    <span className="gk-message-when gk-quiet">
      <time dateTime={item.at} title={wholeTime(item.at, zone)}>
        {local(new Date(item.at), zone).time}
      </time>
      {message.recalled && <b>{t("recalled")}</b>}
      {message.edits.length > 0 && (
        <button type="button" className="gk-plain" onClick={() => detail(item.key)}>
          {t("edited")}
        </button>
      )}
      {answer && !message.recalled && (
        <button type="button" className="gk-plain gk-answer" onClick={() => answer(item)}>
          {t("answer")}
        </button>
      )}
      {jumps && (
        <button type="button" className="gk-plain" onClick={() => spot(message.id)}>
          {t("toSpot")}
        </button>
      )}
    </span>
  );
}

interface Quoting {
  quoted: NonNullable<Message["quoted"]>;
  spot: (message: number | null) => void;
}

function Quote({ quoted, spot }: Quoting) {
  const { t } = useWords();
  const said = (
    <>
      {quoted.name && <b>{quoted.name} </b>}
      {quoted.text || t("unheard")}
    </>
  );
  const { message } = quoted;
  if (message === null) return <blockquote className="gk-quote">{said}</blockquote>;
  return (
    <button type="button" className="gk-quote" onClick={() => spot(message)}>
      {said}
    </button>
  );
}
