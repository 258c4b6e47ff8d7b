// Tabs that wrap on a phone.
import { type KeyboardEvent, type ReactNode, useId, useState } from "react";

export interface Tab {
  key: string;
  label: string;
  children: ReactNode;
  keep?: boolean; // while another one is shown: what was typed there is not lost
}

export function TabBar({
  tabs,
  chosen,
  choose,
}: {
  tabs: readonly Tab[];
  chosen: string;
  choose: (key: string) => void;
}) {
  const id = useId();
  const [seen, setSeen] = useState<readonly string[]>([chosen]);
  if (!seen.includes(chosen)) setSeen([...seen, chosen]);
  const walk = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    const at = tabs.findIndex((one) => one.key === chosen);
    const next = tabs[(at + by + tabs.length) % tabs.length];
    if (!next) return;
    choose(next.key);
    document.getElementById(`${id}-${next.key}`)?.focus();
  };
  return (
    <>
      <div className="gk-tabs" role="tablist" onKeyDown={walk}>
        {tabs.map((one) => (
          <button
            key={one.key}
            id={`${id}-${one.key}`}
            type="button"
            role="tab"
            aria-selected={one.key === chosen}
            aria-controls={`${id}-${one.key}-panel`}
            tabIndex={one.key === chosen ? 0 : -1}
            onClick={() => choose(one.key)}
          >
            {one.label}
          </button>
        ))}
      </div>
      {tabs.map((one) => (
        <div
          key={one.key}
          id={`${id}-${one.key}-panel`}
          role="tabpanel"
          aria-labelledby={`${id}-${one.key}`}
          hidden={one.key !== chosen}
        >
          {(one.key === chosen || (one.keep && seen.includes(one.key))) && one.children}
        </div>
      ))}
    </>
  );
}
