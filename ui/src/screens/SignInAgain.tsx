// Signing in over the page when a session has ended: what was typed stays where it is.
import { type FormEvent, useEffect, useState } from "react";
import { onSignedOut } from "../kernel/api.ts";
import { words } from "../kernel/words.ts";
import { Button } from "../kit/Button.tsx";
import { Dialog } from "../kit/Dialog.tsx";

const w = words({
  title: { pl: "Zaloguj się ponownie", en: "Sign in again" },
  text: {
    pl: "Sesja się skończyła. To, co było wpisane, czeka pod spodem.",
    en: "The session has ended. What you typed is waiting underneath.",
  },
  email: { pl: "E-mail", en: "E-mail" },
  password: { pl: "Hasło", en: "Password" },
  enter: { pl: "Zaloguj się", en: "Sign in" },
  leave: { pl: "To nie ja", en: "This is not me" },
});

export function SignInAgain({ email }: { email: string | null }) {
  const [answer, setAnswer] = useState<((done: boolean) => void) | null>(null);
  const [said, setSaid] = useState("");
  useEffect(() => onSignedOut(() => new Promise((resolve) => setAnswer(() => resolve))), []);
  if (!answer) return null;
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new URLSearchParams(new FormData(event.currentTarget) as unknown as URLSearchParams);
    const reply = await fetch("/api/auth/login", { method: "POST", body: form }).catch(() => null);
    if (!reply?.ok) return setSaid((await reply?.json().catch(() => null))?.error ?? "");
    setAnswer(null);
    setSaid("");
    answer(true);
  };
  const foot = (
    <>
      <Button look="gho" onClick={() => location.assign("/login")}>
        {w.leave}
      </Button>
      <Button look="pri" type="submit" form="again">
        {w.enter}
      </Button>
    </>
  );
  return (
    <Dialog title={w.title} onClose={() => undefined} foot={foot} modal>
      <form id="again" className="body" onSubmit={(event) => void submit(event)}>
        <p>{w.text}</p>
        <label className="fld">
          <span className="lab">{w.email}</span>
          <span className="inp">
            <input name="email" type="email" defaultValue={email ?? ""} autoComplete="username" />
          </span>
        </label>
        <label className={`fld ${said ? "bad" : ""}`}>
          <span className="lab">{w.password}</span>
          <span className="inp">
            <input name="password" type="password" autoComplete="current-password" data-autofocus />
          </span>
          {said && <span className="err">{said}</span>}
        </label>
      </form>
    </Dialog>
  );
}
