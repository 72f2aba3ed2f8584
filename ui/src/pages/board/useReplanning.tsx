// What a move on the board does: it shows at once, the server judges, and what it refuses is asked about.
import { type ReactNode, useState } from "react";
import { Refusal } from "../../kernel/api.ts";
import { useBoot } from "../../kernel/boot.ts";
import { errorsOf } from "../../kernel/errors.ts";
import { dayOf } from "../../kernel/formats.ts";
import type { Screen } from "../../kernel/manifest.ts";
import { useRefresh } from "../../kernel/names.ts";
import { fetchRecord } from "../../kernel/rows.ts";
import { complain, tell } from "../../kernel/undo.ts";
import { words } from "../../kernel/words.ts";
import { update } from "../../kernel/writing.ts";
import { Button } from "../../kit/Button.tsx";
import { Dialog } from "../../kit/Dialog.tsx";
import { apart, later, onDay } from "./days.ts";
import type { Place } from "./useMoving.ts";

const w = words({
  title: { pl: "Termin koliduje", en: "The date conflicts" },
  reason: { pl: "Powód", en: "Reason" },
  anyway: { pl: "Zaplanuj mimo to", en: "Plan it anyway" },
  back: { pl: "Zostaw, jak było", en: "Leave it as it was" },
  why: {
    pl: "Powód zostanie przy wydarzeniu, a termin będzie oznaczony jako wymuszony.",
    en: "The reason stays with the event, which is marked as forced.",
  },
  gone: { pl: "Tego wydarzenia już nie ma.", en: "This event is gone." },
});
const FORCING = "calendar.blocked_days.manage";

export interface Move {
  id: string;
  from: Place;
  to: Place;
}

export function useReplanning(screen: Screen): {
  /** What is shown where it is wanted, before the server has answered. */
  move: Move | null;
  replan: (id: string, from: Place, to: Place) => void;
  question: ReactNode;
} {
  const refresh = useRefresh();
  const [move, setMove] = useState<Move | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const leave = () => {
    setMove(null);
    setRefusal(null);
  };
  const save = async (wanted: Move, insisting: Record<string, unknown> = {}) => {
    const record = await fetchRecord(screen, wanted.id);
    if (!record) throw new Error(w.gone);
    // It may have begun before the days that are shown: it moves by as many as its bar does.
    const began = String(record.data);
    const values = {
      data: onDay(began, later(dayOf(began), apart(wanted.from.day, wanted.to.day))),
      ...(wanted.to.person === wanted.from.person ? {} : { pracownik_id: wanted.to.person }),
      ...insisting,
    };
    tell([(await update(screen, record, screen.fields, values)).operation]);
    await refresh();
    leave();
  };
  const attempt = (wanted: Move, insisting?: Record<string, unknown>) => {
    setMove(wanted);
    save(wanted, insisting).catch((error) => {
      if (error instanceof Refusal && (error.status === 409 || insisting)) return setRefusal(error);
      leave();
      complain(error);
    });
  };
  const question = refusal && move && (
    <Conflict refusal={refusal} onAnyway={(powod) => attempt(move, { force: true, powod })} onBack={leave} />
  );
  return { move, replan: (id, from, to) => attempt({ id, from, to }), question };
}

interface ConflictProps {
  refusal: Refusal;
  onAnyway: (reason: string) => void;
  onBack: () => void;
}

function Conflict({ refusal, onAnyway, onBack }: ConflictProps) {
  const { features } = useBoot();
  const [reason, setReason] = useState("");
  const wrong = errorsOf(refusal, ["powod"]).fields.powod;
  const may = features.includes(FORCING);
  const foot = (
    <>
      <Button look={may ? "gho" : "pri"} onClick={onBack}>
        {w.back}
      </Button>
      {may && (
        <Button look="redfill" disabled={!reason.trim()} onClick={() => onAnyway(reason)}>
          {w.anyway}
        </Button>
      )}
    </>
  );
  return (
    <Dialog title={w.title} onClose={onBack} foot={foot}>
      <div className="body">
        <p role="alert">{refusal.message}</p>
        {may && (
          <label className={`fld ${wrong ? "bad" : ""}`}>
            <span className="lab">{w.reason}</span>
            <span className="inp">
              <input
                data-autofocus
                value={reason}
                maxLength={500}
                onChange={(event) => setReason(event.target.value)}
              />
            </span>
            {wrong && <span className="err">{wrong}</span>}
            <span className="hint">{w.why}</span>
          </label>
        )}
      </div>
    </Dialog>
  );
}

/** A board as it will be: the event under the person and the day it was moved to. */
export function movedBoard<
  P extends { pracownikId: string; dni: { dzien: string; minuty: number; wydarzenia: string[] }[] },
>(people: readonly P[], move: Move | null): P[] {
  if (!move) return [...people];
  const shift = apart(move.from.day, move.to.day);
  const gone = people.find((one) => one.pracownikId === move.from.person);
  const taken = (gone?.dni ?? []).filter((one) => one.wydarzenia.includes(move.id)).map((one) => one.dzien);
  return people.map((one) => {
    const without = one.dni.map((day) => ({ ...day, wydarzenia: day.wydarzenia.filter((id) => id !== move.id) }));
    const dni = one.pracownikId === move.from.person ? without : [...one.dni];
    if (one.pracownikId !== move.to.person) return { ...one, dni };
    for (const day of taken) {
      const to = later(day, shift);
      const there = dni.findIndex((other) => other.dzien === to);
      const known = dni[there];
      if (known) dni[there] = { ...known, wydarzenia: [...known.wydarzenia, move.id] };
      else dni.push({ dzien: to, minuty: 0, wydarzenia: [move.id] });
    }
    return { ...one, dni };
  });
}
