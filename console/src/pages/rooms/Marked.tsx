// The marks of a message: what it is by words, why on hover, all of it by a click.
import { type Mark, type Message, marksOf } from "./marks";
import { useWords } from "./words";

interface Shown {
  message: Message;
  now: Date;
  titles: Readonly<Record<string, string>>; // of the categories of leads
  detail: () => void;
}

export function Marked({ message, now, titles, detail }: Shown) {
  const { t } = useWords();
  const marks = marksOf(message, now);
  if (marks.length === 0) return null;
  return (
    <p className="gk-marks">
      {marks.map((mark) => (
        <button
          type="button"
          key={`${mark.kind} ${mark.hint}`}
          className={`gk-mark gk-mark-${mark.tone}`}
          title={mark.hint || undefined}
          onClick={detail}
        >
          {label(t, mark, titles)}
        </button>
      ))}
    </p>
  );
}

function label(t: ReturnType<typeof useWords>["t"], mark: Mark, titles: Shown["titles"]): string {
  switch (mark.kind) {
    case "leadClaimed":
      return t("leadClaimed", {
        category: titles[mark.category] ?? mark.category,
        owner: mark.owner,
      });
    case "leadOpen":
    case "leadWon":
    case "leadLost":
      return t(mark.kind, { category: titles[mark.category] ?? mark.category });
    case "post":
      return t("post", { plan: mark.plan, step: mark.step });
    case "said":
      return t("said", { name: mark.name });
    default:
      return t(mark.kind);
  }
}
