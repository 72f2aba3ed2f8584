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
  useEffect(() => {
    if (input.current) input.current.indeterminate = mixed;
  }, [mixed]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Space on the control inside does the same
    <label
      className={`chk ${mixed ? "mix" : checked ? "on" : ""}`}
      onClick={(event) => {
        // Browsers do not pass on to the control a click on its label with Shift held.
        if (!event.shiftKey) return;
        event.preventDefault();
        onChange(!checked, true);
      }}
    >
      <input
        ref={input}
        id={id}
        className="vh"
        type="checkbox"
        checked={checked}
        disabled={disabled}
        aria-label={label}
        aria-describedby={describedBy}
        onChange={(event) => onChange(event.target.checked, false)}
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
