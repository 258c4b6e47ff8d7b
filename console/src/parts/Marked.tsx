import { piecesOf } from "./marks";
import "./marked.css";

/** A text as it was said, with the words marked that made something of it. */
export function Marked({ text, words }: { text: string; words: readonly string[] }) {
  return (
    <bdi className="gk-said">
      {piecesOf(text, words).map((one) =>
        one.marked ? <mark key={one.at}>{one.text}</mark> : <span key={one.at}>{one.text}</span>,
      )}
    </bdi>
  );
}
