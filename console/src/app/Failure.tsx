// A page that broke, or did not load, says so, and the rest of the console stays.
import { DisconnectOutlined, FrownOutlined } from "@ant-design/icons";
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

/** A page whose script did not come: the line is cut, or the service has a newer version. */
export function NotLoaded() {
  const { t } = useWords();
  return (
    <Notice icon={<DisconnectOutlined />} title={t("notLoaded")} hint={t("notLoadedHint")}>
      <Button type="primary" onClick={() => location.reload()}>
        {t("reload")}
      </Button>
    </Notice>
  );
}

interface Props {
  children: ReactNode;
  besides?: boolean; // what stands beside the page: without it the page still serves
}

/** Keeps a mistake in one part from taking the others along. */
export class Failure extends Component<Props, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render() {
    if (!this.state.broken) return this.props.children;
    if (this.props.besides) return null;
    return <Broken again={() => this.setState({ broken: false })} />;
  }
}
