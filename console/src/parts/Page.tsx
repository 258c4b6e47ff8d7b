// A page: its heading, what can be done at the right of it, its content. Sets the tab's title.
import { type ReactNode, useEffect } from "react";

export function Page({
  title,
  extra,
  children,
}: {
  title: string;
  extra?: ReactNode;
  children: ReactNode;
}) {
  useEffect(() => {
    document.title = `${title} · groupkeeper`;
  }, [title]);
  return (
    <>
      <div className="gk-page-head">
        <h1>{title}</h1>
        {extra && <div>{extra}</div>}
      </div>
      {children}
    </>
  );
}
