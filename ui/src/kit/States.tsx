// What stands where content would: nothing yet, a failure, a refusal, or the outline of what is coming.
import { type ReactNode, useEffect, useState } from "react";
import { Refusal } from "../kernel/api.ts";
import { words } from "../kernel/words.ts";
import { Button } from "./Button.tsx";

const w = words({
  failed: { pl: "Nie udało się wczytać", en: "This could not be loaded" },
  again: { pl: "Spróbuj ponownie", en: "Try again" },
  request: { pl: "Zgłoszenie", en: "Request" },
  forbidden: { pl: "Nie masz tu dostępu", en: "You have no access here" },
  missing: { pl: "Potrzebne uprawnienie", en: "Permission needed" },
  ask: { pl: "Nadaje je osoba, która zarządza rolami.", en: "Whoever manages roles can grant it." },
});

export function Empty({ title, text, children }: { title: string; text?: string; children?: ReactNode }) {
  return (
    <div className="empty alone">
      <h2>{title}</h2>
      {text && <p>{text}</p>}
      {children && <div className="btns-row">{children}</div>}
    </div>
  );
}

export function Failed({ error, onAgain }: { error: Error; onAgain: () => void }) {
  const refusal = error instanceof Refusal ? error : null;
  if (refusal?.status === 403) {
    const missing = refusal.missing.length ? `${w.missing}: ${refusal.missing.join(", ")}. ${w.ask}` : error.message;
    return <Empty title={w.forbidden} text={missing} />;
  }
  return (
    <div className="empty alone" role="alert">
      <h2>{w.failed}</h2>
      <p>{error.message}</p>
      <Button icon="refresh-cw" onClick={onAgain}>
        {w.again}
      </Button>
      {refusal?.request && (
        <p className="note id">
          {w.request} <code>{refusal.request}</code>
        </p>
      )}
    </div>
  );
}

/** True once something has taken longer than one notices. */
export function useSlow(waiting: boolean): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!waiting) return setSlow(false);
    const timer = setTimeout(() => setSlow(true), 150);
    return () => clearTimeout(timer);
  }, [waiting]);
  return slow;
}

const WIDTHS = [62, 90, 110, 74, 96];

/** The outline of rows that are on their way. */
export function SkeletonRows({ columns, rows = 12 }: { columns: number; rows?: number }) {
  return Array.from({ length: rows }, (_row, row) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: nothing but its place tells one outline from another
    <tr key={row}>
      {Array.from({ length: columns }, (_cell, cell) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: likewise
        <td key={cell}>
          <span className="sk" style={{ width: WIDTHS[(row + cell) % WIDTHS.length] }} />
        </td>
      ))}
    </tr>
  ));
}
