// Choosing from a list by typing: one value or several, from a set or with words of one's own.
import { Combobox, useCombobox } from "@mantine/core";
import { type KeyboardEvent, type ReactNode, useState } from "react";
import { fold } from "../kernel/fold.ts";
import { words } from "../kernel/words.ts";
import { Icon } from "./Icon.tsx";

const w = words({
  offered: { pl: "Do wyboru", en: "To choose from" },
  none: { pl: "Nic nie pasuje", en: "Nothing fits" },
  clear: { pl: "Wyczyść", en: "Clear" },
  remove: { pl: (what: string) => `Usuń: ${what}`, en: (what: string) => `Remove: ${what}` },
});

export interface Pick {
  value: string;
  label: string;
  note?: string | undefined;
  colour?: string | null | undefined;
}

interface Props {
  id?: string;
  label?: string;
  picks: Pick[];
  /** What is chosen, with what it is called. */
  chosen: Pick[];
  onChange: (values: string[]) => void;
  several?: boolean;
  /** Words that are none of the picks are taken too. */
  free?: boolean;
  /** The picks follow what is typed; otherwise those that have it are shown. */
  onSearch?: (search: string) => void;
  onOpen?: () => void;
  /** It opens as soon as it has the focus: where there is nothing else to look at. */
  eager?: boolean;
  invalid?: boolean;
  describedBy?: string | undefined;
}

export function Picker({ several = false, free = false, ...props }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  const box = useCombobox({ onDropdownClose: () => box.resetSelectedOption(), onDropdownOpen: props.onOpen });
  const { chosen, onChange } = props;
  const search = typed ?? "";
  const shown = props.onSearch ? props.picks : fitting(props.picks, search);
  const type = (text: string | null) => {
    setTyped(text);
    props.onSearch?.(text ?? "");
  };
  const submit = (value: string) => {
    type(null);
    if (!several) box.closeDropdown();
    const values = chosen.map((one) => one.value);
    if (!several) onChange([value]);
    else onChange(values.includes(value) ? values.filter((one) => one !== value) : [...values, value]);
  };
  const leave = () => {
    box.closeDropdown();
    if (free && typed !== null) typed.trim() ? submit(typed.trim()) : several || onChange([]);
    type(null);
  };
  return (
    <Combobox store={box} onOptionSubmit={submit} offset={4} classNames={{ dropdown: "pop", option: "it" }}>
      <Box
        {...props}
        several={several}
        text={typed ?? (several ? "" : (chosen[0]?.label ?? ""))}
        onType={(text) => {
          type(text);
          box.openDropdown();
          box.updateSelectedOptionIndex();
        }}
        onEnter={() => box.openDropdown()}
        onLeave={leave}
        onEscape={() => {
          const open = box.dropdownOpened;
          type(null);
          box.closeDropdown();
          return open;
        }}
      />
      <Options shown={shown} chosen={chosen} free={free} label={props.label ?? w.offered} />
    </Combobox>
  );
}

function fitting(picks: Pick[], search: string): Pick[] {
  const wanted = fold(search);
  return wanted ? picks.filter((one) => fold(one.label).includes(wanted)) : picks;
}

interface BoxProps extends Props {
  text: string;
  onType: (text: string) => void;
  onEnter: () => void;
  onLeave: () => void;
  /** Answers whether there was something to close. */
  onEscape: () => boolean;
}

function Box({ several, text, chosen, onChange, onEnter, ...rest }: BoxProps) {
  return (
    <Combobox.DropdownTarget>
      <span className={`inp ${several ? "many" : ""}`}>
        {several &&
          chosen.map((one) => <Chosen key={one.value} pick={one} onRemove={() => onChange(without(chosen, one))} />)}
        {!several && chosen[0]?.colour && <Swatch colour={chosen[0].colour} />}
        <Typed {...rest} text={text} chosen={chosen} onChange={onChange} onEnter={onEnter} several={several ?? false} />
        {!several && chosen.length > 0 && (
          <button type="button" className="pick" aria-label={w.clear} onClick={() => onChange([])}>
            <Icon name="x" small />
          </button>
        )}
        <span className="pick">
          <Icon name="chevron-down" small />
        </span>
      </span>
    </Combobox.DropdownTarget>
  );
}

function Typed({ text, several, eager, chosen, onChange, onType, onEnter, onLeave, onEscape, ...rest }: BoxProps) {
  const keys = (event: KeyboardEvent) => {
    if (event.key === "Escape" && onEscape()) event.preventDefault();
    // The form is sent by these keys: what was typed counts as it does when one leaves.
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) onLeave();
    const last = event.key === "Backspace" && several && !text ? chosen.at(-1) : undefined;
    if (last) onChange(without(chosen, last));
  };
  return (
    <Combobox.EventsTarget>
      <input
        id={rest.id}
        aria-label={rest.label}
        value={text}
        aria-invalid={rest.invalid}
        aria-describedby={rest.describedBy}
        autoComplete="off"
        onChange={(event) => onType(event.target.value)}
        onClick={onEnter}
        onFocus={() => eager && onEnter()}
        onBlur={onLeave}
        onKeyDown={keys}
      />
    </Combobox.EventsTarget>
  );
}

function without(chosen: Pick[], gone: Pick): string[] {
  return chosen.filter((one) => one !== gone).map((one) => one.value);
}

function Chosen({ pick, onRemove }: { pick: Pick; onRemove: () => void }) {
  return (
    <span className="chip">
      {pick.label}
      <button type="button" className="x" aria-label={w.remove(pick.label)} onClick={onRemove}>
        <Icon name="x" small />
      </button>
    </span>
  );
}

export function Swatch({ colour }: { colour: string }): ReactNode {
  return <i className="dot" style={{ background: colour }} />;
}

interface OptionsProps {
  shown: Pick[];
  chosen: Pick[];
  free: boolean;
  label: string;
}

function Options({ shown, chosen, free, label }: OptionsProps) {
  if (!shown.length && free) return null;
  return (
    <Combobox.Dropdown>
      <Combobox.Options aria-label={label}>
        {shown.map((one) => (
          <Combobox.Option key={one.value} value={one.value}>
            {one.colour && <Swatch colour={one.colour} />}
            <span className="cut">{one.label}</span>
            {one.note && <span className="note">{one.note}</span>}
            {chosen.some((other) => other.value === one.value) && (
              <span className="ok">
                <Icon name="check" small />
              </span>
            )}
          </Combobox.Option>
        ))}
        {!shown.length && <div className="none">{w.none}</div>}
      </Combobox.Options>
    </Combobox.Dropdown>
  );
}
