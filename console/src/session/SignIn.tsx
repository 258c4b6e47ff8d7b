import { Button, Form, Input } from "antd";
import { useState } from "react";
import { Navigate, useSearchParams } from "react-router";
import { usePost } from "@/api/queries";
import { ProblemNote } from "@/parts/ProblemNote";
import { Door } from "./Door";
import { wayBack } from "./rules";
import { useEntered, useMe } from "./useMe";
import { useWords } from "./words";

interface Fields {
  name: string;
  password: string;
  code?: string;
}

/** Name and password; the code of the phone only where the API asks for it. */
export default function SignIn() {
  const { t } = useWords();
  const { me } = useMe();
  const entered = useEntered();
  const enter = usePost("/api/v1/session");
  const [coded, setCoded] = useState(false);
  const [asked] = useSearchParams();
  if (me?.name) return <Navigate to={wayBack(asked.get("to"))} replace />;

  const submit = (fields: Fields) =>
    enter.mutate(
      { body: { name: fields.name, password: fields.password, code: fields.code ?? "" } },
      {
        onSuccess: entered,
        onError: (problem) => setCoded((before) => before || problem.about("code") !== undefined),
      },
    );
  const wantsCode = enter.error?.about("code") !== undefined;
  return (
    <Door title={t("title")}>
      <Form<Fields> layout="vertical" onFinish={submit} requiredMark={false}>
        <Form.Item name="name" label={t("name")} rules={[{ required: true }]}>
          <Input autoComplete="username" autoCapitalize="none" autoFocus maxLength={60} />
        </Form.Item>
        <Form.Item name="password" label={t("password")} rules={[{ required: true }]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        {coded && (
          <Form.Item
            name="code"
            label={t("code")}
            extra={t("codeHint")}
            rules={[{ required: true }]}
          >
            <Input autoComplete="one-time-code" autoFocus maxLength={40} />
          </Form.Item>
        )}
        {!wantsCode && <ProblemNote error={enter.error} />}
        <Form.Item>
          <Button type="primary" htmlType="submit" block size="large" loading={enter.isPending}>
            {t("enter")}
          </Button>
        </Form.Item>
      </Form>
      <p className="gk-quiet">{t("noLogin")}</p>
    </Door>
  );
}
