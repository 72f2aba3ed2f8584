// The frame around every page: menu, bar, notices, and the keys that work everywhere.
import { useIsFetching, useIsMutating } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import { useBoot } from "../kernel/boot.ts";
import { openPalette, useIsPaletteOpen } from "../kernel/commands.ts";
import { dismiss } from "../kernel/undo.ts";
import { words } from "../kernel/words.ts";
import { Toasts } from "../kit/Toasts.tsx";
import { Palette } from "./Palette.tsx";
import { PhoneBar, Sidebar } from "./Sidebar.tsx";
import { SignInAgain } from "./SignInAgain.tsx";
import { Topbar } from "./Topbar.tsx";
import { useLive } from "./useLive.ts";
import { useTakingBack } from "./useTakingBack.ts";

const w = words({ skip: { pl: "Przejdź do treści", en: "Skip to content" } });

/** Whether somebody is typing: keys then mean letters. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input,textarea,select,[contenteditable]") !== null;
}

export function Shell({ children }: { children: ReactNode }) {
  const { user } = useBoot();
  const back = useTakingBack();
  useUndoKeys(back);
  useLive();
  const palette = useIsPaletteOpen();
  usePaletteKey(palette);
  // Says to whoever drives the page that what it shows is on its way.
  const waiting = useIsFetching() + useIsMutating() > 0;
  return (
    <div className="app">
      <a className="btn skip" href="#main">
        {w.skip}
      </a>
      <Sidebar />
      <Topbar />
      <main className="main" id="main" tabIndex={-1} data-waiting={waiting}>
        {children}
        <div id="floats" />
      </main>
      <PhoneBar />
      <Toasts
        onUndo={(toast) => {
          dismiss(toast.id);
          back.takeBack(toast.step ?? undefined);
        }}
      />
      <SignInAgain email={user.email} />
      {palette && <Palette />}
    </div>
  );
}

function usePaletteKey(isOpen: boolean): void {
  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.key.toLowerCase() !== "k") return;
      event.preventDefault();
      openPalette(!isOpen);
    };
    addEventListener("keydown", keys);
    return () => removeEventListener("keydown", keys);
  }, [isOpen]);
}

function useUndoKeys({ takeBack, doAgain }: ReturnType<typeof useTakingBack>): void {
  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z" || isTyping(event.target)) return;
      event.preventDefault();
      if (event.shiftKey) doAgain();
      else takeBack();
    };
    addEventListener("keydown", keys);
    return () => removeEventListener("keydown", keys);
  });
}
