// The frame of pages before the shell: sign in, welcome.
import { Card, Segmented } from "antd";
import { type ReactNode, useEffect } from "react";
import icon from "@/app/icon.svg";
import { type Language, prefer, usePreference } from "@/app/preferences";

export function Door({ title, children }: { title: string; children: ReactNode }) {
  const language = usePreference("language");
  useEffect(() => {
    document.title = `${title} · groupkeeper`;
  }, [title]);
  return (
    <main className="gk-door">
      <Card>
        <div className="gk-page-head">
          <img src={icon} alt="" width={36} height={36} />
          <h1>{title}</h1>
        </div>
        {children}
      </Card>
      <div className="gk-centre">
        <Segmented<Language>
          size="small"
          aria-label="语言 / Language"
          value={language}
          onChange={(one) => prefer("language", one)}
          options={[
            { value: "zh", label: "中文" },
            { value: "en", label: "English" },
          ]}
        />
      </div>
    </main>
  );
}
