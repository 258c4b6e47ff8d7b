// Lines of config.yaml that go and that come.
import type { Of } from "@/api/types";

export function Lines({ lines }: { lines: readonly Of<"SettingLine">[] }) {
  return (
    <pre className="gk-lines">
      {lines.map((one) => (
        <span key={`${one.sign}${one.number}`} data-sign={one.sign}>
          <i>{one.number}</i>
          {one.sign} {one.text}
          {"\n"}
        </span>
      ))}
    </pre>
  );
}
