// What is said: messages in a row, each with its words, what hangs on it, and the pause before it.
import { Button, Space } from "antd";
import { AttachedFields } from "./Attached";
import { withValue } from "./edit";
import { Field } from "./Field";
import type { Edit } from "./FormTab";
import { typedValue } from "./fields";
import { useWords } from "./formWords";
import { OnlyKeys } from "./OnlyKeys";
import type { Path } from "./place";
import { type MessageShape, withMessage, withMessageUp, withoutMessage } from "./says";

interface Given {
  messages: readonly MessageShape[];
  owner: Path; // of what says them: a step, or what follows
  edit: Edit;
  may: boolean;
  label: string;
}

export function Messages({ messages, owner, edit, may, label }: Given) {
  const { t } = useWords();
  const row = messages.length > 1;
  return (
    <div className="gk-says">
      {messages.map((one, number) => (
        <Message
          // biome-ignore lint/suspicious/noArrayIndexKey: a message has no name of its own
          key={number}
          message={one}
          number={number}
          count={messages.length}
          label={row ? t("messageOf", { number: number + 1 }) : label}
          owner={owner}
          edit={edit}
          may={may}
        />
      ))}
      {may && messages.length < 20 && (
        <Button
          size="small"
          className="gk-say-add"
          onClick={() => edit((text) => withMessage(text, owner, messages.length - 1))}
        >
          {t("addMessage")}
        </Button>
      )}
    </div>
  );
}

interface One extends Omit<Given, "messages"> {
  message: MessageShape;
  number: number;
  count: number;
}

function Message(given: One) {
  const { message, number, owner, edit, may, label } = given;
  const { t } = useWords();
  const at = [...owner, ...message.at];
  const bare = message.media !== null || message.content !== "";
  const paused = number > 0 || message.pause !== "";
  return (
    <div className={given.count > 1 ? "gk-say gk-say-of" : "gk-say"}>
      {paused && (
        <div className="gk-fields">
          <Field
            label={t("pauseBefore")}
            value={message.pause}
            hint={t("pauseHint")}
            disabled={!may}
            commit={(one) => edit((text) => withValue(text, [...at, "pause"], typedValue(one)))}
          />
        </div>
      )}
      <Field
        long
        label={label}
        value={message.text}
        disabled={!may}
        commit={(one) => {
          const value = one.trim() === "" && bare ? undefined : one;
          edit((text) => withValue(text, [...at, message.key], value));
        }}
      />
      <AttachedFields message={message} at={at} edit={edit} may={may} />
      <OnlyKeys keys={message.others} />
      {may && given.count > 1 && <Order {...given} />}
    </div>
  );
}

function Order({ number, count, owner, edit }: One) {
  const { t } = useWords();
  const up = (which: number) => edit((text) => withMessageUp(text, owner, which));
  const named = { number: number + 1 };
  return (
    <Space wrap size={4}>
      <Button
        size="small"
        disabled={number === 0}
        aria-label={t("messageUp", named)}
        onClick={() => up(number)}
      >
        {t("moveUp")}
      </Button>
      <Button
        size="small"
        disabled={number === count - 1}
        aria-label={t("messageDown", named)}
        onClick={() => up(number + 1)}
      >
        {t("moveDown")}
      </Button>
      <Button
        size="small"
        danger
        aria-label={t("messageRemove", named)}
        onClick={() => edit((text) => withoutMessage(text, owner, number))}
      >
        {t("remove")}
      </Button>
    </Space>
  );
}
