// Boxes to tick and switches: the browser's own controls, drawn our way.
import { type ReactNode, useEffect, useRef } from "react";
import { Icon } from "./Icon.tsx";

interface Props {
  checked: boolean;
  onChange: (checked: boolean, shift: boolean) => void;
  children?: ReactNode;
  label?: string;
  mixed?: boolean;
  disabled?: boolean;
  id?: string;
  describedBy?: string | undefined;
}

export function Check({ checked, onChange, children, label, mixed = false, disabled, id, describedBy }: Props) {
  const input = useRef<HTMLInputElement>(null);
  // Whether Shift was held is known at the click, before the change.
  const shift = useRef(false);
  useEffect(() => {
    if (input.current) input.current.indeterminate = mixed;
  }, [mixed]);
  return (
    <label className={`chk ${mixed ? "mix" : checked ? "on" : ""}`}>
      <input
        ref={input}
        id={id}
        className="vh"
        type="checkbox"
        checked={checked}
        disabled={disabled}
        aria-label={label}
        aria-describedby={describedBy}
        onClick={(event) => {
          shift.current = event.shiftKey;
        }}
        onChange={(event) => onChange(event.target.checked, shift.current)}
      />
      <i>
        <Icon name="check" />
      </i>
      {children}
    </label>
  );
}

export function Switch({ checked, onChange, children, label, disabled, id, describedBy }: Props) {
  return (
    <label className={`sw ${checked ? "on" : ""}`}>
      <input
        id={id}
        className="vh"
        type="checkbox"
        role="switch"
        checked={checked}
        aria-checked={checked}
        disabled={disabled}
        aria-label={label}
        aria-describedby={describedBy}
        onChange={(event) => onChange(event.target.checked, false)}
      />
      <i />
      {children}
    </label>
  );
}
