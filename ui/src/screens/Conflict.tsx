// A record that two people changed: both versions of each field, and a choice between them. Nothing is lost meanwhile.
import { useQuery } from "@tanstack/react-query";
import { Fragment, useMemo, useState } from "react";
import { Cell } from "../fields/Cell.tsx";
import { ask, type Json } from "../kernel/api.ts";
import { useBoot } from "../kernel/boot.ts";
import type { Clash } from "../kernel/conflicts.ts";
import { time } from "../kernel/formats.ts";
import type { Screen } from "../kernel/manifest.ts";
import { versionOf } from "../kernel/rows.ts";
import { plural, words } from "../kernel/words.ts";
import { Button } from "../kit/Button.tsx";
import { Dialog } from "../kit/Dialog.tsx";
import { useShown } from "./useShown.ts";

const w = words({
  title: { pl: "Ktoś zapisał to przed Tobą", en: "Somebody saved this before you" },
  by: { pl: (name: string) => `Zapisane przed Tobą: ${name}`, en: (name: string) => `${name} saved this before you` },
  choose: {
    pl: (n: number) =>
      `Wybierz, co zostaje: ${n} ${plural(n, { one: "pole się różni", few: "pola się różnią", other: "pól się różni" }, "pl")}.`,
    en: (n: number) => `Choose what stays: ${n} ${plural(n, { one: "field differs", other: "fields differ" }, "en")}.`,
  },
  field: { pl: "Pole", en: "Field" },
  was: { pl: "Było", en: "It was" },
  mine: { pl: "Ty", en: "You" },
  unsaved: { pl: "niezapisane", en: "not saved" },
  theirs: { pl: "Zapisane", en: "Saved" },
  save: { pl: "Zapisz wybrane", en: "Save what I chose" },
  allMine: { pl: "Wszystkie moje", en: "All mine" },
  allTheirs: { pl: "Wszystkie zapisane", en: "All saved ones" },
  kept: {
    pl: "Obie wersje zostają w historii, można do nich wrócić.",
    en: "Both versions stay in the history, and can be returned to.",
  },
  also: { pl: "Bez pytania zostaje też zapisane:", en: "Saved meanwhile, and kept as well:" },
});

type Side = "mine" | "theirs";

interface Props {
  screen: Screen;
  clash: Clash;
  /** The names of fields whose saved value stays. */
  onChoose: (theirs: ReadonlySet<string>) => void;
  onClose: () => void;
}

export function Conflict({ screen, clash, onChoose, onClose }: Props) {
  const { differences, theirs } = clash;
  const all = (side: Side) => Object.fromEntries(differences.map(({ field }) => [field.name, side]));
  const [sides, setSides] = useState<Record<string, Side>>(all("mine"));
  const who = useLastChange(String(theirs.id));
  const saved = [who, versionOf(theirs) && time(versionOf(theirs) ?? "")].filter(Boolean).join(", ");
  const foot = (
    <>
      <Button look="gho" onClick={() => setSides(all("theirs"))}>
        {w.allTheirs}
      </Button>
      <Button look="gho" onClick={() => setSides(all("mine"))}>
        {w.allMine}
      </Button>
      <Button
        look="pri"
        onClick={() => onChoose(new Set(Object.keys(sides).filter((name) => sides[name] === "theirs")))}
      >
        {w.save}
      </Button>
    </>
  );
  return (
    <Dialog wide title={who ? w.by(who) : w.title} onClose={onClose} foot={foot}>
      <div className="body">
        <p>{w.choose(differences.length)}</p>
        <Versions {...{ screen, clash, sides, saved }} onSide={(name, side) => setSides({ ...sides, [name]: side })} />
        {clash.also.length > 0 && (
          <p className="ink2">
            {w.also} {clash.also.map((one) => one.label).join(", ")}.
          </p>
        )}
        <p className="note">{w.kept}</p>
      </div>
    </Dialog>
  );
}

interface VersionsProps {
  screen: Screen;
  clash: Clash;
  sides: Record<string, Side>;
  saved: string;
  onSide: (name: string, side: Side) => void;
}

function Versions({ screen, clash, sides, saved, onSide }: VersionsProps) {
  const { differences } = clash;
  const fields = useMemo(() => differences.map((one) => one.field), [differences]);
  const rows = useMemo(() => differences.flatMap((one) => versionsOf(one.field.name, one)), [differences]);
  const shown = useShown(screen, fields, rows, true);
  return (
    <div className="cf">
      <b>{w.field}</b>
      <b className="no-phone">{w.was}</b>
      <b>
        {w.mine} <span className="note">{w.unsaved}</span>
      </b>
      <b>
        {w.theirs} <span className="note">{saved}</span>
      </b>
      {differences.map(({ field, was, mine, theirs }) => (
        <Fragment key={field.name}>
          <span className="name">{field.label}</span>
          <span className="ink2 no-phone">
            <Cell field={field} value={was} shown={shown} />
          </span>
          {(["mine", "theirs"] as const).map((side) => {
            const on = sides[field.name] === side;
            return (
              <label key={side} className={`chk rad ${on ? "on" : ""}`}>
                <input
                  type="radio"
                  className="vh"
                  name={`cf-${field.name}`}
                  checked={on}
                  onChange={() => onSide(field.name, side)}
                />
                <i />
                <span>
                  <span className="vh">{side === "mine" ? w.mine : w.theirs}: </span>
                  <Cell field={field} value={side === "mine" ? mine : theirs} shown={shown} />
                </span>
              </label>
            );
          })}
        </Fragment>
      ))}
    </div>
  );
}

function versionsOf(name: string, versions: { was: unknown; mine: unknown; theirs: unknown }): Json[] {
  return [versions.was, versions.mine, versions.theirs].map((value) => ({ [name]: value }));
}

/** Who changed a record last; empty for those who do not see it. */
function useLastChange(id: string): string {
  const { features } = useBoot();
  const { data } = useQuery({
    queryKey: ["last change", id],
    queryFn: async ({ signal }) => {
      const path = "/audit_logs/audit-logs/actions";
      const query = { resourceId: id, page: 1, pageSize: 1 };
      const { data: found } = await ask<{ items: { actorUserName: string | null }[] }>("GET", path, { query, signal });
      return found.items[0]?.actorUserName ?? "";
    },
    enabled: features.includes("audit_logs.view_tenant"),
    staleTime: 0,
  });
  return data ?? "";
}
