// Notices about what was done: ten seconds, longer while somebody looks at them, with a way to take it back.
import { useEffect, useRef } from "react";
import { dismiss, type Toast, useToasts } from "../kernel/undo.ts";
import { words } from "../kernel/words.ts";
import { Icon } from "./Icon.tsx";

const LASTS = 10_000;
const w = words({
  undo: { pl: "Cofnij", en: "Undo" },
  close: { pl: "Zamknij", en: "Close" },
});

export function Toasts({ onUndo }: { onUndo: (toast: Toast) => void }) {
  const toasts = useToasts();
  return (
    <div className="float" role="status" aria-live="polite">
      {toasts.map((one) => (
        <Notice key={one.id} toast={one} onUndo={onUndo} />
      ))}
    </div>
  );
}

function Notice({ toast, onUndo }: { toast: Toast; onUndo: (toast: Toast) => void }) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const start = () => {
    timer.current = setTimeout(() => dismiss(toast.id), LASTS);
  };
  const stop = () => clearTimeout(timer.current);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once a notice, whatever is drawn in between
  useEffect(() => {
    start();
    return stop;
  }, [toast.id]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: looking at it keeps it, nothing is done by it
    <div className={`toast ${toast.tone}`} onMouseEnter={stop} onMouseLeave={start} onFocus={stop} onBlur={start}>
      <span>{toast.text}</span>
      {toast.step && (
        <button type="button" className="u" onClick={() => onUndo(toast)}>
          <Icon name="undo-2" small />
          {w.undo}
          <span className="kbd">Ctrl Z</span>
        </button>
      )}
      <button type="button" className="x" aria-label={w.close} onClick={() => dismiss(toast.id)}>
        <Icon name="x" small />
      </button>
      <i className="left" />
    </div>
  );
}
