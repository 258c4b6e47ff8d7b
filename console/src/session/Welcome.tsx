import { Button, Form } from "antd";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { usePost } from "@/api/queries";
import { ProblemNote } from "@/parts/ProblemNote";
import { Door } from "./Door";
import { NewPassword } from "./NewPassword";
import { keyIn } from "./rules";
import { useEntered } from "./useMe";
import { useWords } from "./words";

interface Fields {
  password: string;
  again: string;
}

/** Choosing a password by a one-time link. */
export default function Welcome() {
  const { t } = useWords();
  const [key] = useState(() => keyIn(location.hash));
  const entered = useEntered();
  const go = useNavigate();
  const welcome = usePost("/api/v1/session/welcome");
  const toSignIn = <Link to="/sign-in">{t("toSignIn")}</Link>;
  if (!key)
    return (
      <Door title={t("noKey")}>
        <p>{t("noKeyHint")}</p>
        {toSignIn}
      </Door>
    );
  if (welcome.error?.status === 410)
    return (
      <Door title={t("spent")}>
        <p>{welcome.error.detail}</p>
        {toSignIn}
      </Door>
    );
  const submit = ({ password }: Fields) =>
    welcome.mutate(
      { body: { key, password } },
      {
        onSuccess: (me) => {
          entered(me);
          void go("/", { replace: true }); // the key leaves the address
        },
      },
    );
  return (
    <Door title={t("welcome")}>
      <p className="gk-quiet">{t("welcomeHint")}</p>
      <Form<Fields> layout="vertical" onFinish={submit} requiredMark={false}>
        <NewPassword />
        <ProblemNote error={welcome.error} />
        <Button type="primary" htmlType="submit" block size="large" loading={welcome.isPending}>
          {t("choose")}
        </Button>
      </Form>
    </Door>
  );
}
