import { Spin } from "antd";

/** Something is on its way; `whole` fills the window. */
export function Loading({ whole = false }: { whole?: boolean }) {
  return (
    <div className={whole ? "gk-door" : "gk-centre"} role="status" aria-busy="true">
      <Spin size="large" />
    </div>
  );
}
