// A day, typed as people type it ("15.12", "jutro", "+3") or picked from a calendar.
import { Popover } from "@mantine/core";
import { DatePicker, DatesProvider } from "@mantine/dates";
import "dayjs/locale/pl";
import { useState } from "react";
import { day, parseDay } from "../kernel/formats.ts";
import { locale, words } from "../kernel/words.ts";
import { Icon } from "./Icon.tsx";

const w = words({
  open: { pl: "Kalendarz", en: "Calendar" },
  earlier: { pl: "Wcześniej", en: "Earlier" },
  later: { pl: "Później", en: "Later" },
  pick: { pl: "Wybierz miesiąc", en: "Choose a month" },
});

const LOOKS = {
  calendarHeader: "head-row",
  calendarHeaderControl: "step",
  calendarHeaderLevel: "lvl",
  day: "d",
  monthsListControl: "cell",
  yearsListControl: "cell",
};

interface Props {
  id?: string;
  label?: string;
  value: string | null;
  today: string;
  onChange: (value: string | null) => void;
  invalid?: boolean;
  describedBy?: string | undefined;
}

export function DayInput({ id, label, value, today, onChange, invalid, describedBy }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  // What cannot be read as a day is sent as it is: the server says what is wrong with it.
  const leave = () => {
    if (typed !== null) onChange(typed.trim() ? (parseDay(typed, today) ?? typed) : null);
    setTyped(null);
  };
  return (
    <span className="inp">
      <input
        id={id}
        aria-label={label}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        inputMode="numeric"
        value={typed ?? (value ? day(value) : "")}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={leave}
      />
      <Popover opened={open} onChange={setOpen} position="bottom-end" offset={4} withinPortal trapFocus returnFocus>
        <Popover.Target>
          <button type="button" className="pick" aria-label={w.open} onClick={() => setOpen(!open)}>
            <Icon name="calendar-days" />
          </button>
        </Popover.Target>
        <Popover.Dropdown className="pop cal">
          <Calendar
            value={value}
            onPick={(picked) => {
              onChange(picked);
              setOpen(false);
            }}
          />
        </Popover.Dropdown>
      </Popover>
    </span>
  );
}

function Calendar({ value, onPick }: { value: string | null; onPick: (value: string | null) => void }) {
  const shown = value && /^\d{4}-\d{2}-\d{2}/.test(value) ? value.slice(0, 10) : null;
  return (
    <DatesProvider settings={{ locale: locale(), firstDayOfWeek: 1 }}>
      <DatePicker
        classNames={LOOKS}
        value={shown}
        {...(shown ? { defaultDate: shown } : {})}
        onChange={onPick}
        previousIcon={<Icon name="chevron-left" />}
        nextIcon={<Icon name="chevron-right" />}
        ariaLabels={{ previousMonth: w.earlier, nextMonth: w.later, monthLevelControl: w.pick }}
      />
    </DatesProvider>
  );
}
