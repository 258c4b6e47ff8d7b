// A one-time link: it says whom it welcomes; whoever came by it chooses what it asks for.
import { Button, Form, Input } from "antd";
import { useEffect, useState } from "react";
import { Link, useNavigate } from "react-router";
import { usePost } from "@/api/queries";
import { Loading } from "@/parts/Loading";
import { ProblemNote } from "@/parts/ProblemNote";
import { useTold } from "@/parts/useTold";
import { Door } from "./Door";
import { NewPassword } from "./NewPassword";
import { keyIn } from "./rules";
import { useEntered } from "./useMe";
import { useWords } from "./words";

export default function Welcome() {
  const { t } = useWords();
  const told = useTold();
  const [key] = useState(() => keyIn(location.hash));
  const { mutate: look, data: guest, error } = usePost("/api/v1/session/welcome/look");
  useEffect(() => {
    if (key) look({ body: { key } });
  }, [key, look]);
  if (!key || error)
    return (
      <Door title={key ? t("spent") : t("noKey")}>
        <p>{key ? told(error) : t("noKeyHint")}</p>
        <Link to="/sign-in">{t("toSignIn")}</Link>
      </Door>
    );
  if (!guest) return <Loading whole />;
  return <Guest linkKey={key} name={guest.name} password={guest.password} />;
}

interface Invitation {
  linkKey: string;
  name: string | null; // null: the first admin, who chooses one
  password: boolean; // false: none is asked for
}

interface Fields {
  name?: string;
  password?: string;
}

function Guest({ linkKey, name, password }: Invitation) {
  const { t } = useWords();
  const entered = useEntered();
  const go = useNavigate();
  const welcome = usePost("/api/v1/session/welcome");
  const { mutate } = welcome;
  const enter = (fields: Fields) =>
    mutate(
      { body: { key: linkKey, name: fields.name ?? "", password: fields.password ?? "" } },
      {
        onSuccess: (me) => {
          entered(me);
          void go("/", { replace: true }); // the key leaves the address
        },
      },
    );
  return (
    <Door title={password ? t("welcome") : t("demo")}>
      <p className="gk-quiet">{password ? t("welcomeHint") : t("demoHint")}</p>
      <Form<Fields> layout="vertical" onFinish={enter} requiredMark={false}>
        {name !== null && password && (
          <Form.Item label={t("name")}>
            <Input value={name} readOnly autoComplete="username" />
          </Form.Item>
        )}
        {name === null && password && (
          <Form.Item
            name="name"
            label={t("name")}
            extra={t("nameHint")}
            rules={[{ required: true, pattern: /^[\p{L}\p{N}_.@-]+$/u, message: t("nameHint") }]}
          >
            <Input autoComplete="username" autoCapitalize="none" autoFocus maxLength={60} />
          </Form.Item>
        )}
        {password && <NewPassword />}
        <ProblemNote error={welcome.error} />
        <Button type="primary" htmlType="submit" block size="large" loading={welcome.isPending}>
          {password ? t("choose") : t("demoEnter")}
        </Button>
      </Form>
    </Door>
  );
}
