// What is done when an expectation is missed (plan B), or met.
import { Button } from "antd";
import { Choice, Field } from "./Field";
import type { Write } from "./FormTab";
import { typedValue } from "./fields";
import { useWords } from "./formWords";
import { OnlyKeys } from "./OnlyKeys";
import type { FollowShape, StepShape } from "./shape";
import { useWords as usePlanWords } from "./words";

interface Given {
  branch: "otherwise" | "then";
  step: StepShape;
  at: (string | number)[];
  write: Write;
  may: boolean;
  seats: readonly { value: string; label: string }[];
}

export function Follows({ branch, step, at, write, may, seats }: Given) {
  const { t } = useWords();
  const { t: plan } = usePlanWords();
  const list = branch === "then" ? step.met : step.otherwise;
  const place = [...at, branch];
  return (
    <fieldset className="gk-group">
      <legend>{t(branch === "then" ? "met_then" : branch)}</legend>
      {list.map((one, number) => (
        <Follow
          // biome-ignore lint/suspicious/noArrayIndexKey: what follows has no name of its own
          key={number}
          follow={one}
          place={[...place, number]}
          write={write}
          may={may}
          seats={seats}
          remove={() => write(list.length === 1 ? place : [...place, number], undefined)}
        />
      ))}
      {may && (
        <Button
          size="small"
          onClick={() =>
            list.length === 0
              ? write(place, [{ alert: plan("toStaff") }])
              : write([...place, list.length], { alert: plan("toStaff") })
          }
        >
          {t("addFollow")}
        </Button>
      )}
    </fieldset>
  );
}

function Follow({
  follow,
  place,
  write,
  may,
  seats,
  remove,
}: {
  follow: FollowShape;
  place: (string | number)[];
  write: Write;
  may: boolean;
  seats: Given["seats"];
  remove: () => void;
}) {
  const { t } = useWords();
  const { t: plan } = usePlanWords();
  const kind = follow.alert ? "alert" : "say";
  const text = follow.alert || follow.say;
  return (
    <div className="gk-follow">
      <div className="gk-fields">
        <Field
          label={t("delay")}
          value={follow.delay}
          disabled={!may}
          commit={(one) => write([...place, "delay"], typedValue(one))}
        />
        {kind === "say" && (
          <Choice
            label={t("seat")}
            value={follow.seat}
            disabled={!may}
            options={[{ value: "", label: t("sameSeat") }, ...seats]}
            commit={(one) => write([...place, "seat"], one || undefined)}
          />
        )}
        {text !== null && (
          <Choice
            label={t("says")}
            value={kind}
            disabled={!may || follow.seat !== "" || follow.others.length > 0}
            options={[
              { value: "say", label: t("inRoom") },
              { value: "alert", label: plan("toStaff") },
            ]}
            commit={(one) => write(place, { ...delayOf(follow), [one]: text })}
          />
        )}
      </div>
      {text !== null && (
        <Field
          long
          label={kind === "alert" ? plan("toStaff") : t("inRoom")}
          value={text}
          disabled={!may}
          commit={(one) => write([...place, kind], one)}
        />
      )}
      <OnlyKeys keys={text === null ? ["say", ...follow.others] : follow.others} />
      {may && (
        <Button size="small" danger onClick={remove}>
          {t("remove")}
        </Button>
      )}
    </div>
  );
}

function delayOf(follow: FollowShape): { delay?: string } {
  return follow.delay ? { delay: follow.delay } : {};
}
