// A page that broke says so, and the rest of the console stays.
import { Button, Result } from "antd";
import { Component, type ReactNode } from "react";
import { useWords } from "./words";

function Broken({ again }: { again: () => void }) {
  const { t } = useWords();
  return (
    <Result
      status="error"
      title={t("broken")}
      subTitle={t("brokenHint")}
      extra={
        <>
          <Button type="primary" onClick={again}>
            {t("again")}
          </Button>
          <Button onClick={() => location.reload()}>{t("reload")}</Button>
        </>
      }
    />
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
