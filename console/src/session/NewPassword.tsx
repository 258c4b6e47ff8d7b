import { Form, Input } from "antd";
import { SHORTEST } from "./rules";
import { useWords } from "./words";

/** A new password, twice; part of a form. */
export function NewPassword() {
  const { t } = useWords();
  return (
    <>
      <Form.Item
        name="password"
        label={t("fresh")}
        rules={[{ required: true, min: SHORTEST, message: t("tooShort", { least: SHORTEST }) }]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="again"
        label={t("again")}
        dependencies={["password"]}
        rules={[
          ({ getFieldValue }) => ({
            validator: (_, given) =>
              given === getFieldValue("password")
                ? Promise.resolve()
                : Promise.reject(new Error(t("differ"))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
    </>
  );
}
