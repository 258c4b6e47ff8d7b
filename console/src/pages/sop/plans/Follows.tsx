// What is done when an expectation is missed (plan B), or met.
import { Button, Space } from "antd";
import { withValue } from "./edit";
import { Choice, Field } from "./Field";
import type { Edit } from "./FormTab";
import { typedValue } from "./fields";
import { useWords } from "./formWords";
import { withItem, withItemUp, withoutItem } from "./items";
import { Messages } from "./Messages";
import { OnlyKeys } from "./OnlyKeys";
import type { Path } from "./place";
import type { FollowShape, StepShape } from "./shape";
import { useWords as usePlanWords } from "./words";

interface Given {
  branch: "otherwise" | "then";
  step: StepShape;
  at: Path;
  edit: Edit;
  may: boolean;
  seats: readonly { value: string; label: string }[];
}

export function Follows({ branch, step, at, edit, may, seats }: Given) {
  const { t } = useWords();
  const { t: plan } = usePlanWords();
  const list = branch === "then" ? step.met : step.otherwise;
  const place = [...at, branch];
  const add = (item: object) => edit((text) => withItem(text, place, list.length - 1, item));
  return (
    <fieldset className="gk-group">
      <legend>{t(branch === "then" ? "met_then" : branch)}</legend>
      {list.map((one, number) => (
        <Follow
          // biome-ignore lint/suspicious/noArrayIndexKey: what follows has no name of its own
          key={number}
          follow={one}
          list={place}
          number={number}
          count={list.length}
          edit={edit}
          may={may}
          seats={seats}
        />
      ))}
      {may && list.length < 20 && (
        <Space wrap className="gk-follow-add">
          <Button size="small" onClick={() => add({ say: "" })}>
            {t("addSay")}
          </Button>
          <Button size="small" onClick={() => add({ alert: plan("toStaff") })}>
            {t("addAlert")}
          </Button>
        </Space>
      )}
    </fieldset>
  );
}

interface One {
  follow: FollowShape;
  list: Path;
  number: number;
  count: number;
  edit: Edit;
  may: boolean;
  seats: Given["seats"];
}

function Follow(given: One) {
  const { follow, list, number, edit, may } = given;
  const { t } = useWords();
  const { t: plan } = usePlanWords();
  const place = [...list, number];
  const write = (key: string, value: unknown) =>
    edit((text) => withValue(text, [...place, key], value));
  return (
    <div className="gk-follow">
      <div className="gk-fields">
        <Field
          label={t("delay")}
          value={follow.delay}
          hint="10m"
          disabled={!may}
          commit={(one) => write("delay", typedValue(one))}
        />
        <Speaker {...given} write={write} />
      </div>
      {follow.alert === null ? (
        <Messages
          messages={follow.messages}
          owner={place}
          edit={edit}
          may={may}
          label={t("inRoom")}
        />
      ) : (
        <Field
          long
          label={plan("toStaff")}
          value={follow.alert}
          disabled={!may}
          commit={(one) => write("alert", one)}
        />
      )}
      <OnlyKeys keys={follow.others} />
      {may && <Acts {...given} />}
    </div>
  );
}

/** Who says it, and how long a person may take; an alert is nobody's words. */
function Speaker({
  follow,
  may,
  seats,
  write,
}: One & { write: (key: string, value: unknown) => void }) {
  const { t } = useWords();
  if (follow.alert !== null && !follow.seat) return null;
  return (
    <>
      <Choice
        label={t("seat")}
        value={follow.seat}
        disabled={!may}
        options={[{ value: "", label: t("sameSeat") }, ...seats]}
        commit={(one) => write("seat", one || undefined)}
      />
      {(follow.seat || follow.deadline) && (
        <Field
          label={t("deadline")}
          value={follow.deadline}
          hint="2h"
          disabled={!may}
          commit={(one) => write("deadline", typedValue(one))}
        />
      )}
    </>
  );
}

function Acts({ list, number, count, edit }: One) {
  const { t } = useWords();
  const up = (which: number) => edit((text) => withItemUp(text, list, which));
  return (
    <Space wrap size={4}>
      {count > 1 && (
        <>
          <Button size="small" disabled={number === 0} onClick={() => up(number)}>
            {t("moveUp")}
          </Button>
          <Button size="small" disabled={number === count - 1} onClick={() => up(number + 1)}>
            {t("moveDown")}
          </Button>
        </>
      )}
      <Button size="small" danger onClick={() => edit((text) => withoutItem(text, list, number))}>
        {t("removeFollow")}
      </Button>
    </Space>
  );
}
