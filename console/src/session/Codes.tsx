// The forms have a name: a field of the same page has the same word, and a label must find its own.
// Codes of the phone: turned on with a drawing that the authenticator app reads, turned off again.
import { Alert, App, Button, Card, Flex, Form, Input, QRCode, Typography } from "antd";
import { useState } from "react";
import { usePost } from "@/api/queries";
import type { Of } from "@/api/types";
import { ProblemNote } from "@/parts/ProblemNote";
import { useEntered, useMe } from "./useMe";
import { useWords } from "./words";

export function Codes({ coded }: { coded: boolean }) {
  const { t } = useWords();
  const [spares, setSpares] = useState<readonly string[]>([]);
  const begin = usePost("/api/v1/session/codes/begin");
  const { me } = useMe();
  const entered = useEntered();
  if (spares.length > 0)
    return (
      <Card title={t("codesTitle")}>
        <Alert type="success" showIcon title={t("spares")} />
        <ul className="gk-spares">
          {spares.map((one) => (
            <li key={one}>
              <Typography.Text code copyable>
                {one}
              </Typography.Text>
            </li>
          ))}
        </ul>
        <Button type="primary" onClick={() => setSpares([])}>
          {t("sparesKept")}
        </Button>
      </Card>
    );
  const confirmed = (given: readonly string[]) => {
    setSpares(given);
    begin.reset();
    if (me) entered({ ...me, coded: true });
  };
  return (
    <Card title={t("codesTitle")}>
      <p>{coded ? t("codesOn") : t("codesOff")}</p>
      {coded && <Drop />}
      {!coded && !begin.data && (
        <Button onClick={() => begin.mutate({})} loading={begin.isPending}>
          {t("codesBegin")}
        </Button>
      )}
      {!coded && begin.data && (
        <Confirm enrolment={begin.data} done={confirmed} cancel={() => begin.reset()} />
      )}
      <ProblemNote error={begin.error} />
    </Card>
  );
}

interface Confirming {
  enrolment: Of<"Enrolment">;
  done: (spares: readonly string[]) => void;
  cancel: () => void;
}

function Confirm({ enrolment, done, cancel }: Confirming) {
  const { t } = useWords();
  const confirm = usePost("/api/v1/session/codes/confirm");
  const submit = (given: { code: string; password: string }) =>
    confirm.mutate(
      { body: { ...given, secret: enrolment.secret } },
      { onSuccess: (found) => done(found.spares) },
    );
  return (
    <Form name="codes" layout="vertical" onFinish={submit} requiredMark={false}>
      <p>{t("codesScan")}</p>
      <QRCode
        aria-label={t("codesScan")}
        value={enrolment.address}
        type="svg"
        color="#000000"
        bgColor="#ffffff"
      />
      <p>
        {t("codesSecret")} <Typography.Text code>{enrolment.secret}</Typography.Text>
      </p>
      <Form.Item name="code" label={t("code")} rules={[{ required: true }]}>
        <Input autoComplete="one-time-code" inputMode="numeric" maxLength={40} />
      </Form.Item>
      <Form.Item name="password" label={t("yourPassword")} rules={[{ required: true }]}>
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <ProblemNote error={confirm.error} />
      <Flex gap={8}>
        <Button type="primary" htmlType="submit" loading={confirm.isPending}>
          {t("codesConfirm")}
        </Button>
        <Button onClick={cancel}>{t("cancel")}</Button>
      </Flex>
    </Form>
  );
}

function Drop() {
  const { t } = useWords();
  const { message } = App.useApp();
  const entered = useEntered();
  const drop = usePost("/api/v1/session/codes/drop");
  const submit = ({ password }: { password: string }) =>
    drop.mutate(
      { body: { password } },
      {
        onSuccess: (me) => {
          entered(me);
          void message.success(t("codesDropped"));
        },
      },
    );
  return (
    <Form name="codes" layout="vertical" onFinish={submit} requiredMark={false}>
      <Form.Item name="password" label={t("yourPassword")} rules={[{ required: true }]}>
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <ProblemNote error={drop.error} />
      <Button danger htmlType="submit" loading={drop.isPending}>
        {t("codesDrop")}
      </Button>
    </Form>
  );
}
