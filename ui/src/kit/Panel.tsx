// A panel beside the page: what is behind it stays in reach. Escape closes it, and focus goes back to where it was.
import { type ReactNode, useEffect, useRef } from "react";
import { words } from "../kernel/words.ts";
import { IconButton } from "./Button.tsx";
import { useReturningFocus } from "./useReturningFocus.ts";

const w = words({ close: { pl: "Zamknij", en: "Close" } });

interface Props {
  title: ReactNode;
  label: string;
  onClose: () => void;
  acts?: ReactNode;
  children: ReactNode;
}

export function Panel({ title, label, onClose, acts, children }: Props) {
  const panel = useRef<HTMLElement>(null);
  useReturningFocus();
  useEffect(() => {
    const first = panel.current?.querySelector<HTMLElement>("input:not([type=hidden]),textarea,select");
    (first ?? panel.current)?.focus({ preventScroll: true });
  }, []);
  return (
    <section
      ref={panel}
      className="panel"
      aria-label={label}
      tabIndex={-1}
      onKeyDown={(event) => {
        // What stands over the page closes first, even before it has taken the focus.
        const covered = document.querySelector("[aria-modal=true]") !== null;
        if (event.key === "Escape" && !event.defaultPrevented && !covered) onClose();
      }}
    >
      <div className="panel-head">
        <h2>{title}</h2>
        <div className="acts">
          {acts}
          <IconButton label={w.close} icon="x" onClick={onClose} />
        </div>
      </div>
      {children}
    </section>
  );
}
