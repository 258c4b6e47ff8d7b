// One's own login: password, codes of the phone, signing out.
import { App, Button, Card, Descriptions, Flex, Form, Input } from "antd";
import { usePost } from "@/api/queries";
import { Page } from "@/parts/Page";
import { ProblemNote } from "@/parts/ProblemNote";
import { useWords as usePartWords } from "@/parts/words";
import { Codes } from "./Codes";
import { NewPassword } from "./NewPassword";
import { useLeave } from "./useLeave";
import { useEntered, useMe } from "./useMe";
import { useWords } from "./words";

export default function Account() {
  const { t } = useWords();
  const { t: say } = usePartWords();
  const { me } = useMe();
  const leave = useLeave();
  if (!me) return null;
  return (
    <Page title={t("account")} extra={<Button onClick={leave}>{t("signOut")}</Button>}>
      <Flex vertical gap={16} className="gk-narrow">
        <Card>
          <Descriptions
            column={1}
            items={[
              { key: "name", label: t("name"), children: me.name },
              { key: "role", label: t("role"), children: me.role ? say(me.role) : "–" },
            ]}
          />
        </Card>
        {me.login === null || me.login === undefined ? (
          <Card>{t("token")}</Card>
        ) : (
          <>
            <Password />
            <Codes coded={me.coded ?? false} />
          </>
        )}
      </Flex>
    </Page>
  );
}

interface Fields {
  old: string;
  password: string;
}

function Password() {
  const { t } = useWords();
  const { message } = App.useApp();
  const entered = useEntered();
  const [form] = Form.useForm<Fields>();
  const change = usePost("/api/v1/session/password");
  const submit = ({ old, password }: Fields) =>
    change.mutate(
      { body: { old, password } },
      {
        onSuccess: (me) => {
          entered(me);
          form.resetFields();
          void message.success(t("changed"));
        },
      },
    );
  return (
    <Card title={t("passwordTitle")}>
      <Form<Fields> form={form} layout="vertical" onFinish={submit} requiredMark={false}>
        <Form.Item name="old" label={t("old")} rules={[{ required: true }]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <NewPassword />
        <ProblemNote error={change.error} />
        <Button type="primary" htmlType="submit" loading={change.isPending}>
          {t("change")}
        </Button>
      </Form>
    </Card>
  );
}
