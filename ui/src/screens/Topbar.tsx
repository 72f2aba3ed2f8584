// The bar above the page: whose data is shown, who is here, how the page looks and speaks, and the way out.
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ask } from "../kernel/api.ts";
import { type Boot, useBoot } from "../kernel/boot.ts";
import { openPalette } from "../kernel/commands.ts";
import { dropDrafts } from "../kernel/drafts.ts";
import { stopListening } from "../kernel/live.ts";
import { keep, kept } from "../kernel/storage.ts";
import { type Locale, locale, words } from "../kernel/words.ts";
import { Icon } from "../kit/Icon.tsx";
import { Menu } from "../kit/Menu.tsx";
import { Bell } from "./Bell.tsx";

const YEAR = 365 * 86_400;
const w = words({
  find: { pl: "Szukaj (Ctrl K)", en: "Search (Ctrl K)" },
  search: { pl: "Szukaj albo wykonaj…", en: "Search or do…" },
  organization: { pl: "Organizacja", en: "Organization" },
  language: { pl: "Język", en: "Language" },
  look: { pl: "Wygląd", en: "Look" },
  auto: { pl: "Jak w systemie", en: "As the system" },
  light: { pl: "Jasny", en: "Light" },
  dark: { pl: "Ciemny", en: "Dark" },
  letters: { pl: "Skróty z jednej litery", en: "Single-letter shortcuts" },
  help: { pl: "Dokumentacja API", en: "API documentation" },
  leave: { pl: "Wyloguj się", en: "Sign out" },
  account: { pl: "Konto", en: "Account" },
});

function setCookie(name: string, value: string): void {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  // biome-ignore lint/suspicious/noDocumentCookie: the server reads it, and the Cookie Store API is not everywhere
  document.cookie = `${name}=${value}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
}

export function Topbar() {
  const boot = useBoot();
  return (
    <header className="top">
      <Organization boot={boot} />
      <button type="button" className="find" aria-label={w.find} onClick={() => openPalette(true)}>
        <Icon name="search" />
        <span className="no-phone">{w.search}</span>
        <span className="kbd no-phone">Ctrl K</span>
      </button>
      {boot.unread.notifications !== undefined && <Bell />}
      <Account boot={boot} />
    </header>
  );
}

function Organization({ boot }: { boot: Boot }) {
  const here = boot.organizations.find((one) => one.id === boot.organizationId)?.name ?? boot.tenant.name ?? "";
  // The page is opened anew: nothing of the other organization is left in it.
  const select = (id: string) => {
    setCookie("om_selected_org", id);
    location.assign("/backend");
  };
  if (boot.organizations.length < 2) return <span className="org">{here}</span>;
  const entries = boot.organizations.map((one) => ({
    label: `${"  ".repeat(one.depth)}${one.name}`,
    chosen: one.id === boot.organizationId,
    run: () => select(one.id),
  }));
  const target = (
    <button type="button" className="org" aria-label={`${w.organization}: ${here}`}>
      {here}
      <Icon name="chevron-down" small />
    </button>
  );
  return <Menu target={target} groups={[{ title: w.organization, entries }]} />;
}

function Account({ boot }: { boot: Boot }) {
  const client = useQueryClient();
  const [look, setLook] = useState(document.documentElement.dataset.theme ?? "auto");
  const [letters, setLetters] = useState(usesLetters());
  const name = boot.user.name ?? boot.user.email ?? "";
  const speak = async (language: Locale) => {
    await ask("POST", "/auth/locale", { body: { locale: language } });
    document.documentElement.lang = language;
    await client.resetQueries();
  };
  const dress = (theme: string) => {
    document.documentElement.dataset.theme = theme;
    setCookie("theme", theme);
    setLook(theme);
  };
  const toggle = () => {
    keep("letters", letters ? "off" : "");
    setLetters(!letters);
  };
  const languages = (
    [
      ["pl", "Polski"],
      ["en", "English"],
    ] as const
  ).map(([code, label]) => ({
    label,
    chosen: locale() === code,
    run: () => void speak(code),
  }));
  const looks = (["auto", "light", "dark"] as const).map((one) => ({
    label: w[one],
    chosen: look === one,
    run: () => dress(one),
  }));
  const ways = [
    { label: w.letters, chosen: letters, run: toggle },
    { label: w.help, icon: "circle-help", href: "/docs" },
    { label: w.leave, icon: "log-out", run: () => void signOut() },
  ];
  const target = (
    <button type="button" className="me" aria-label={`${w.account}: ${name}`}>
      <span className="ini" aria-hidden="true">
        {initials(name)}
      </span>
      <span>{name}</span>
    </button>
  );
  const groups = [{ title: w.language, entries: languages }, { title: w.look, entries: looks }, { entries: ways }];
  return <Menu target={target} groups={groups} />;
}

export function initials(name: string): string {
  const letters = name.split(/\s+/).map((one) => one[0] ?? "");
  return (letters.length > 1 ? `${letters[0]}${letters.at(-1)}` : name.slice(0, 2)).toUpperCase();
}

/** Whether keys without Ctrl do something outside of fields (WCAG 2.1.4 wants a switch). */
export function usesLetters(): boolean {
  return kept("letters") !== "off";
}

async function signOut(): Promise<void> {
  stopListening();
  dropDrafts();
  await fetch("/api/auth/logout", { method: "POST", redirect: "manual" }).catch(() => null);
  location.assign("/login");
}
