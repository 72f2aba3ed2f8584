// One widget: its title, what it shows, and the way to the list it is about.
import type { ReactNode } from "react";
import { Link } from "wouter";
import { useScreens } from "../kernel/boot.ts";
import { number } from "../kernel/formats.ts";
import { words } from "../kernel/words.ts";
import { Icon } from "../kit/Icon.tsx";
import { Columns } from "./Columns.tsx";
import { type Content, hrefOfView, type Placed, type Refused, type WidgetItem } from "./dashboard.ts";
import { Bars, daysOf, Figure, Parts } from "./Figure.tsx";
import { FirstRows } from "./FirstRows.tsx";

const w = words({
  none: { pl: "Nic tu nie czeka", en: "Nothing is waiting here" },
  rest: { pl: (n: string) => `Wszystkie: ${n}`, en: (n: string) => `All: ${n}` },
});

interface Props {
  placed: Placed;
  widget: WidgetItem;
  content: Content | Refused | undefined;
  /** What stands in the heading while widgets are arranged. */
  tools?: ReactNode;
}

export function Tile({ placed, widget, content, tools }: Props) {
  const shown = content && !("error" in content) ? content : null;
  const screen = useScreens()[shown?.opens.screen ?? ""];
  return (
    <section className={`w w-${placed.size}`} aria-label={widget.title}>
      <div className="sec-h">
        <h2>{widget.title}</h2>
        {shown && <span className="note">{daysOf(shown)}</span>}
        {tools ??
          (shown && screen && (
            <Link className="more" href={hrefOfView(shown.opens)}>
              {screen.plural} <Icon name="chevron-right" small />
            </Link>
          ))}
      </div>
      {content === undefined && <span className="sk" />}
      {content && "error" in content && <p className="ink3">{content.error}</p>}
      {shown && <Shown content={shown} />}
    </section>
  );
}

function Shown({ content }: { content: Content }) {
  const screen = useScreens()[content.opens.screen];
  const hasFigure = content.unit === "money" || content.chart !== "figure" || !content.columns.length;
  return (
    <>
      {(hasFigure || content.alarm) && <Figure content={content} />}
      {content.chart === "bars" && content.parts.length > 0 && <Bars content={content} />}
      {content.chart === "parts" && <Parts content={content} />}
      {content.chart === "columns" && content.parts.length > 0 && <Columns content={content} />}
      {content.items.length > 0 && screen && <FirstRows content={content} screen={screen} />}
      {content.columns.length > 0 && !content.items.length && <p className="ink3">{w.none}</p>}
      {content.total > content.items.length && content.items.length > 0 && (
        <Link className="w-all" href={hrefOfView(content.opens)}>
          {w.rest(number(content.total))}
        </Link>
      )}
    </>
  );
}
