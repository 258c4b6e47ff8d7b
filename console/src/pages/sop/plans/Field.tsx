// A field of the form: what is typed becomes text of the plan when the field is left, or on Enter.
import { Input } from "antd";
import { type ReactNode, useEffect, useId, useState } from "react";

interface Given {
  label: string;
  value: string;
  commit: (value: string) => void;
  hint?: string;
  long?: boolean; // several lines
  type?: "text" | "time" | "date";
  disabled?: boolean;
  options?: readonly string[]; // offered, others may be typed
}

export function Field({ label, value, commit, hint, long, type, disabled, options }: Given) {
  const id = useId();
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const done = () => {
    if (typed !== value) commit(typed);
  };
  const shared = {
    id,
    value: typed,
    disabled: disabled ?? false,
    placeholder: hint ?? "",
    onBlur: done,
  };
  return (
    <Labelled label={label} id={id} wide={long ?? false}>
      {long ? (
        <Input.TextArea
          {...shared}
          onChange={(event) => setTyped(event.target.value)}
          autoSize={{ minRows: 2, maxRows: 12 }}
        />
      ) : (
        <Input
          {...shared}
          type={type ?? "text"}
          onChange={(event) => setTyped(event.target.value)}
          onPressEnter={done}
          {...(options ? { list: `${id}-offered` } : {})}
        />
      )}
      {options && (
        <datalist id={`${id}-offered`}>
          {options.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
    </Labelled>
  );
}

/** A choice among a few; the browser's own, which every phone shows well. */
export function Choice({
  label,
  value,
  commit,
  options,
  disabled,
}: {
  label: string;
  value: string;
  commit: (value: string) => void;
  options: readonly { value: string; label: string }[];
  disabled?: boolean;
}) {
  const id = useId();
  const known = options.some((one) => one.value === value);
  return (
    <Labelled label={label} id={id}>
      <select
        id={id}
        className="gk-select"
        value={value}
        disabled={disabled ?? false}
        onChange={(event) => commit(event.target.value)}
      >
        {!known && <option value={value}>{value}</option>}
        {options.map((one) => (
          <option key={one.value} value={one.value}>
            {one.label}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

function Labelled({
  label,
  id,
  wide = false,
  children,
}: {
  label: string;
  id: string;
  wide?: boolean;
  children: ReactNode;
}) {
  return (
    <div className={wide ? "gk-field gk-field-wide" : "gk-field"}>
      <label htmlFor={id}>{label}</label>
      {children}
    </div>
  );
}
