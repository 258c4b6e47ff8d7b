// The frame of pages before the shell: sign in, welcome.
import { Button } from "antd";
import { type ReactNode, useEffect } from "react";
import icon from "@/app/icon.svg";
import { type Language, prefer, usePreference } from "@/app/preferences";

const LANGUAGES: readonly (readonly [Language, string])[] = [
  ["zh", "中文"],
  ["en", "English"],
];

export function Door({ title, children }: { title: string; children: ReactNode }) {
  const language = usePreference("language");
  useEffect(() => {
    document.title = `${title} · groupkeeper`;
  }, [title]);
  return (
    <main className="gk-door">
      <div className="gk-card">
        <div className="gk-page-head">
          <img src={icon} alt="" width={36} height={36} />
          <h1>{title}</h1>
        </div>
        {children}
      </div>
      <div className="gk-centre">
        <div className="gk-languages">
          {LANGUAGES.map(([one, name]) => (
            <Button
              key={one}
              type="text"
              size="small"
              lang={one === "zh" ? "zh-CN" : "en"}
              aria-pressed={one === language}
              onClick={() => prefer("language", one)}
            >
              {name}
            </Button>
          ))}
        </div>
      </div>
    </main>
  );
}
