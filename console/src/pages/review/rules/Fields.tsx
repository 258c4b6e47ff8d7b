// The ordinary changes of rules, as a form.
import { Form, Input, Slider, Switch } from "antd";
import type { Proposal } from "./proposal";
import { useWords } from "./words";

interface Changing {
  proposal: Proposal;
  change: (proposal: Proposal) => void;
}

export function Fields({ proposal, change }: Changing) {
  const { t } = useWords();
  const { flagAt } = proposal;
  return (
    <>
      <Form.Item label={t("words")} htmlFor="rules-words">
        <Input.TextArea
          id="rules-words"
          value={proposal.words}
          onChange={(event) => change({ ...proposal, words: event.target.value })}
          placeholder={t("wordsHint")}
          rows={3}
        />
      </Form.Item>
      <Form.Item label={t("accept")} htmlFor="rules-accept">
        <Input.TextArea
          id="rules-accept"
          value={proposal.accept}
          onChange={(event) => change({ ...proposal, accept: event.target.value })}
          placeholder={t("acceptHint")}
          rows={2}
        />
      </Form.Item>
      <Form.Item label={t("flagAt")}>
        <div className="rl-row">
          <Switch
            aria-label={t("flagAt")}
            checked={flagAt !== null}
            onChange={(on) => change({ ...proposal, flagAt: on ? 0.5 : null })}
          />
          {flagAt === null ? (
            <span className="gk-quiet">{t("flagAtNow")}</span>
          ) : (
            <Slider
              className="rl-grow"
              ariaLabelForHandle={t("flagAt")}
              min={0.1}
              max={0.99}
              step={0.01}
              value={flagAt}
              onChange={(value: number) => change({ ...proposal, flagAt: value })}
            />
          )}
          {flagAt !== null && <span>{flagAt}</span>}
        </div>
      </Form.Item>
    </>
  );
}
