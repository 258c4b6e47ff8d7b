// The words that can be said on a case, each with what it leads to.
import { CheckOutlined, StopOutlined, UndoOutlined, UserDeleteOutlined } from "@ant-design/icons";
import { Button, Input, type InputRef } from "antd";
import type { ReactNode, RefObject } from "react";
import type { Of } from "@/api/types";
import { consequences, type Outlook } from "./outlook";
import type { Word } from "./queue";
import { useWords } from "./words";

const CHOICES = [
  { word: "advert", key: "A", say: "sayAdvert", hint: "hintAdvert", icon: <StopOutlined /> },
  { word: "fine", key: "F", say: "sayFine", hint: "hintFine", icon: <CheckOutlined /> },
  { word: "remove", key: "R", say: "sayRemove", hint: "hintRemove", icon: <UserDeleteOutlined /> },
  { word: "undo", key: "U", say: "sayUndo", hint: "hintUndo", icon: <UndoOutlined /> },
] as const;

interface Shown {
  whole: Of<"CaseWhole">;
  say: (word: Word) => void;
  note: string;
  write: (note: string) => void;
  field: RefObject<InputRef | null>;
}

export function Decide({ whole, say, note, write, field }: Shown) {
  const { t } = useWords();
  const possible = CHOICES.filter((one) => whole.outlook[one.word]);
  return (
    <div className="rv-decide">
      <div className="rv-choices">
        {possible.map((one) => (
          <Choice
            key={one.word}
            name={t(one.say)}
            hint={t(one.hint)}
            press={one.key}
            icon={one.icon}
            word={one.word}
            outlook={whole.outlook[one.word]}
            say={() => say(one.word)}
          />
        ))}
      </div>
      <Input
        ref={field}
        className="rv-note"
        value={note}
        onChange={(event) => write(event.target.value)}
        placeholder={t("note")}
        aria-label={t("note")}
        maxLength={2000}
        allowClear
        onPressEnter={(event) => event.currentTarget.blur()}
      />
    </div>
  );
}

/** The same consequences as a list: on a phone there is no room for them in the bar. */
export function Follows({ whole }: { whole: Of<"CaseWhole"> }) {
  const { t } = useWords();
  return (
    <dl className="rv-phone-follows">
      {CHOICES.filter((one) => whole.outlook[one.word]).map((one) => (
        <div key={one.word}>
          <dt>{t(one.say)}</dt>
          <dd>
            <Consequences outlook={whole.outlook[one.word]} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Consequences({ outlook }: { outlook: Outlook | undefined }) {
  const { t } = useWords();
  const follows = outlook ? consequences(outlook) : [];
  return (
    <ul className="rv-follows">
      {follows.length === 0 && <li>{t("nothing")}</li>}
      {follows.map((one) => (
        <li key={one.key}>{t(one.key, { count: one.count, rooms: one.rooms })}</li>
      ))}
    </ul>
  );
}

interface Offered {
  name: string;
  hint: string;
  press: string;
  icon: ReactNode;
  word: Word;
  outlook: Outlook | undefined;
  say: () => void;
}

function Choice({ name, hint, press, icon, word, outlook, say }: Offered) {
  return (
    <div className="rv-choice">
      <Button
        size="large"
        block
        icon={icon}
        onClick={say}
        title={hint}
        danger={word === "remove" || word === "advert"}
        type={word === "advert" ? "primary" : "default"}
        aria-keyshortcuts={press}
      >
        {name}
        <kbd className="rv-key">{press}</kbd>
      </Button>
      <Consequences outlook={outlook} />
    </div>
  );
}
