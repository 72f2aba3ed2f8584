// Buttons: a word, an icon, or both; one primary button a view.
import type { ButtonHTMLAttributes, ReactNode } from "react";
import { Icon } from "./Icon.tsx";

export type Look = "plain" | "pri" | "gho" | "red" | "redfill";

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: Look;
  icon?: string;
  small?: boolean;
  busy?: boolean;
  children?: ReactNode;
}

export function Button({ look = "plain", icon, small, busy, className = "", children, disabled, ...rest }: Props) {
  const name = ["btn", look === "plain" ? "" : look, small ? "s" : "", busy ? "busy" : "", className];
  return (
    <button type="button" {...rest} disabled={disabled || busy} className={name.filter(Boolean).join(" ")}>
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

/** A button that shows an icon only; its label is read aloud and shown on hover. */
export function IconButton({
  label,
  look = "gho",
  small = true,
  className = "",
  icon,
  ...rest
}: Props & { label: string; icon: string }) {
  return (
    <Button
      {...rest}
      look={look}
      small={small}
      className={`ico ${className}`}
      icon={icon}
      aria-label={label}
      title={label}
    />
  );
}
