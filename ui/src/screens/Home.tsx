// The first page: the dashboard, or every list in reach for whoever has none.
import { lazy, Suspense } from "react";
import { Link } from "wouter";
import { useBoot } from "../kernel/boot.ts";
import { day } from "../kernel/formats.ts";
import { locale, words } from "../kernel/words.ts";
import { Icon } from "../kit/Icon.tsx";
import { useMenu } from "./Sidebar.tsx";

const Board = lazy(() => import("../home/Board.tsx"));
const DASHBOARD = "dashboards.view";

const w = words({
  hello: { pl: (name: string) => `Dzień dobry, ${name}`, en: (name: string) => `Hello, ${name}` },
  plain: { pl: "Dzień dobry", en: "Hello" },
});

export function Home() {
  const { features } = useBoot();
  if (!features.includes(DASHBOARD)) return <Lists />;
  return (
    <Suspense>
      <Board />
    </Suspense>
  );
}

function Lists() {
  const { user, today } = useBoot();
  const weekday = new Date(`${today}T12:00:00Z`).toLocaleDateString(locale(), { weekday: "long", timeZone: "UTC" });
  const first = user.name?.split(" ")[0];
  return (
    <div className="home">
      <h1>{first ? w.hello(first) : w.plain}</h1>
      <p className="ink2">
        {weekday}, {day(today)}
      </p>
      {useMenu().map((group) => (
        <section key={group.id} className="sec">
          <h2 className="grp-h">{group.name}</h2>
          <ul>
            {group.items.map((one) => (
              <li key={one.href}>
                <Link href={one.href}>
                  <Icon name={one.icon} />
                  {one.title}
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
