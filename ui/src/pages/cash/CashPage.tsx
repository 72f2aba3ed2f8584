// The cash desk: what each cash box holds, what waits for somebody, and what came in and went out.
import "./cash.css";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { Link } from "wouter";
import { ask, type Json } from "../../kernel/api.ts";
import { useBoot, useScreens } from "../../kernel/boot.ts";
import { day, money } from "../../kernel/formats.ts";
import type { Action, Screen } from "../../kernel/manifest.ts";
import { useRows } from "../../kernel/rows.ts";
import { locale, words } from "../../kernel/words.ts";
import { Button } from "../../kit/Button.tsx";
import { Empty, Failed } from "../../kit/States.tsx";
import { Acting } from "../../screens/Acts.tsx";
import { RecordForm } from "../../screens/RecordForm.tsx";
import { Moves } from "./Moves.tsx";
import { Waiting } from "./Waiting.tsx";

const w = words({
  title: { pl: "Kasa", en: "Cash desk" },
  boxes: { pl: "Kasy", en: "Cash boxes" },
  list: { pl: "Lista kas", en: "List of cash boxes" },
  take: { pl: "Przyjmij", en: "Take in" },
  pay: { pl: "Wypłać", en: "Pay out" },
  hand: { pl: "Przekaż", en: "Hand over" },
  close: { pl: "Zamknij raport", en: "Close the report" },
  reserved: { pl: (sum: string) => `w drodze ${sum}`, en: (sum: string) => `${sum} on its way` },
  coming: { pl: (sum: string) => `czeka na przyjęcie ${sum}`, en: (sum: string) => `${sum} waits to be accepted` },
  account: { pl: (sum: string) => `na koncie ${sum}`, en: (sum: string) => `${sum} in the account` },
  free: { pl: "wszystko dostępne", en: "all of it available" },
  none: { pl: "Nie ma tu żadnej kasy", en: "There is no cash box here" },
});

export interface Box {
  uzytkownikId: string | null;
  osoba: string | null;
  cashBoxId: string | null;
  kasa: string | null;
  gotowka: number;
  zarezerwowane: number;
  nadchodzi: number;
  salda: { rodzaj: string; saldo: number }[];
}

type Asking = { kind: "in" | "out" } | { kind: "act"; action: Action; record: Json } | null;

export default function CashPage() {
  const { today } = useBoot();
  const screens = useScreens();
  const transactions = screens["finance.transactions"];
  const { data: boxes, error, refetch } = useBoxes();
  const [chosen, setChosen] = useState(0);
  const [asking, setAsking] = useState<Asking>(null);
  const box = boxes?.[chosen];
  const weekday = new Date(today).toLocaleDateString(locale(), { weekday: "long", timeZone: "UTC" });
  const close = () => setAsking(null);
  return (
    <div className="scroll cash-desk">
      <div className="head">
        <h1>{w.title}</h1>
        <span className="count">
          {weekday}, {day(today)}
        </span>
        <div className="acts">
          <CloseReport box={box} onAsk={(action, record) => setAsking({ kind: "act", action, record })} />
          <Do
            screen={screens["finance.transfers"]}
            op="POST /finance/transfer"
            label={w.hand}
            icon="arrow-left-right"
            onAsk={(action) => setAsking({ kind: "act", action, record: {} })}
          />
          {transactions?.can.create && (
            <>
              <Button icon="minus" onClick={() => setAsking({ kind: "out" })}>
                {w.pay}
              </Button>
              <Button look="pri" icon="plus" onClick={() => setAsking({ kind: "in" })}>
                {w.take}
              </Button>
            </>
          )}
        </div>
      </div>
      {error && <Failed error={error} onAgain={() => void refetch()} />}
      {boxes?.length === 0 && <Empty title={w.none} />}
      {boxes && <Boxes boxes={boxes} chosen={chosen} onChoose={setChosen} />}
      <div className="cash">
        <Waiting />
        {box && transactions && <Moves key={box.cashBoxId} box={box} screen={transactions} />}
        {screens["finance.cash_boxes"] && (
          <Link className="lnk" href={`${screens["finance.cash_boxes"].href}?p=all`}>
            {w.list}
          </Link>
        )}
      </div>
      {asking?.kind === "act" && <Acting action={asking.action} record={asking.record} onClose={close} />}
      {(asking?.kind === "in" || asking?.kind === "out") && transactions && (
        <div className="beside-page">
          <RecordForm screen={transactions} given={entryIn(asking.kind, box)} onClose={close} />
        </div>
      )}
    </div>
  );
}

/** What is known of an entry before somebody types: which way, in cash, now, and whose box. */
function entryIn(kind: "in" | "out", box: Box | undefined): Json {
  const way = { typ: kind === "in" ? "przychod" : "rozchod", rodzaj: "gotowka", data: new Date().toISOString() };
  return box?.uzytkownikId ? { ...way, uzytkownikId: box.uzytkownikId } : way;
}

function useBoxes() {
  const { features } = useBoot();
  const all = features.includes("finance.view");
  return useQuery({
    queryKey: ["page", "cash", all],
    queryFn: async ({ signal }) => {
      if (!all) return [(await ask<Box>("GET", "/finance/cash/own", { signal })).data];
      return (await ask<{ items: Box[] }>("GET", "/finance/cash", { signal })).data.items;
    },
  });
}

interface BoxesProps {
  boxes: Box[];
  chosen: number;
  onChoose: (place: number) => void;
}

function Boxes({ boxes, chosen, onChoose }: BoxesProps) {
  return (
    <div className="cbs" role="group" aria-label={w.boxes}>
      {boxes.map((one, place) => {
        const [whole, grosze] = money(one.gotowka).split(/(?=[,.]\d\d$)/);
        const on = place === chosen;
        return (
          <button
            key={one.cashBoxId ?? one.uzytkownikId}
            type="button"
            className={`cb ${on ? "on" : ""}`}
            aria-pressed={on}
            onClick={() => onChoose(place)}
          >
            <span className="k">
              <b className="cut">{one.osoba ?? one.kasa}</b>
            </span>
            <span className="v">
              {whole}
              <span className="gr">{grosze}</span>
            </span>
            <span className={`s cut ${one.nadchodzi > 0 || one.zarezerwowane > 0 ? "c-brass" : ""}`}>
              {noteOf(one)}
            </span>
          </button>
        );
      })}
    </div>
  );
}

function noteOf({ nadchodzi, zarezerwowane, salda }: Box): string {
  const account = salda.find((one) => one.rodzaj === "przelew")?.saldo ?? 0;
  const parts = [
    nadchodzi > 0 && w.coming(money(nadchodzi)),
    zarezerwowane > 0 && w.reserved(money(zarezerwowane)),
    account !== 0 && w.account(money(account)),
  ].filter(Boolean);
  return parts.join(" · ") || w.free;
}

interface DoProps {
  screen: Screen | undefined;
  op: string;
  label: string;
  icon: string;
  onAsk: (action: Action) => void;
}

/** A button for what a screen offers, where the caller may do it. */
function Do({ screen, op, label, icon, onAsk }: DoProps) {
  const action = screen?.actions?.find((one) => one.op === op);
  if (!action) return null;
  return (
    <Button icon={icon} onClick={() => onAsk(action)}>
      {label}
    </Button>
  );
}

const NOWHERE = { path: "", paged: false, fields: [] } as unknown as Screen;

function CloseReport({ box, onAsk }: { box: Box | undefined; onAsk: (action: Action, record: Json) => void }) {
  const screen = useScreens()["finance.cash_reports"];
  const asked = useMemo(() => ({ cashBoxId: box?.cashBoxId ?? "", stan: "otwarty" }), [box?.cashBoxId]);
  const { rows } = useRows(screen ?? NOWHERE, asked, screen !== undefined && asked.cashBoxId !== "");
  const open = rows.find((one) => one.stan === "otwarty");
  if (!open) return null;
  return (
    <Do
      screen={screen}
      op="POST /finance/cash_reports/{id}/close"
      label={w.close}
      icon="list-checks"
      onAsk={(action) => onAsk(action, open)}
    />
  );
}
