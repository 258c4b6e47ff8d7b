// A page that broke says so, and the rest of the console stays.
import { FrownOutlined } from "@ant-design/icons";
import { Button, Space } from "antd";
import { Component, type ReactNode } from "react";
import { Notice } from "@/parts/Notice";
import { useWords } from "./words";

function Broken({ again }: { again: () => void }) {
  const { t } = useWords();
  return (
    <Notice icon={<FrownOutlined />} title={t("broken")} hint={t("brokenHint")}>
      <Space>
        <Button type="primary" onClick={again}>
          {t("again")}
        </Button>
        <Button onClick={() => location.reload()}>{t("reload")}</Button>
      </Space>
    </Notice>
  );
}

/** Keeps a mistake in one page from taking the others along. */
export class Failure extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render() {
    if (!this.state.broken) return this.props.children;
    return <Broken again={() => this.setState({ broken: false })} />;
  }
}
