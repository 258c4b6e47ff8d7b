// A word to whoever came here for nothing: what is so, and where to go on. (antd's Result brings
// its drawings along, which the first view would have to load.)
import type { ReactNode } from "react";

interface Said {
  icon?: ReactNode;
  title: string;
  hint?: string;
  children?: ReactNode;
}

export function Notice({ icon, title, hint, children }: Said) {
  return (
    <div className="gk-notice" role="status">
      {icon && <div className="gk-notice-icon">{icon}</div>}
      <h1>{title}</h1>
      {hint && <p className="gk-quiet">{hint}</p>}
      <div>{children}</div>
    </div>
  );
}
