// Signing in: sends the form, says what was wrong, counts down when it was too much, and chooses the language.
import "./login.css";
import { locale, words } from "../kernel/words.ts";

const w = words({
  title: { pl: "Zaloguj się", en: "Sign in" },
  lead: { pl: "Pracownia czeka", en: "The workshop is open" },
  email: { pl: "E-mail", en: "E-mail" },
  password: { pl: "Hasło", en: "Password" },
  forgotten: { pl: "Nie pamiętam hasła", en: "Forgot the password" },
  enter: { pl: "Zaloguj się", en: "Sign in" },
  remember: { pl: "Pamiętaj mnie na tym komputerze", en: "Remember me on this computer" },
  show: { pl: "Pokaż hasło", en: "Show the password" },
  sheet: { pl: "Arkusz", en: "Sheet" },
  sheetName: { pl: "Logowanie", en: "Sign-in" },
  language: { pl: "Język", en: "Language" },
  tooMany: { pl: "Za dużo prób. Poczekaj chwilę.", en: "Too many attempts. Wait a moment." },
  passed: { pl: (s: number) => `minęło ${s} s`, en: (s: number) => `${s} s passed` },
  left: { pl: (s: number) => `jeszcze ${s} s`, en: (s: number) => `${s} s left` },
  unreachable: {
    pl: "Serwer nie odpowiada. Spróbuj za chwilę.",
    en: "The server does not answer. Try again in a moment.",
  },
  needsEmail: { pl: "Najpierw wpisz swój e-mail", en: "Enter your e-mail first" },
  sent: {
    pl: "Jeśli to Twoje konto, za chwilę przyjdzie list z linkiem do nowego hasła.",
    en: "If the account is yours, a letter with a link to a new password is on its way.",
  },
});

function element<E extends HTMLElement>(selector: string): E {
  const found = document.querySelector<E>(selector);
  if (!found) throw new Error(selector);
  return found;
}

const form = element<HTMLFormElement>("form");
const email = element<HTMLInputElement>("input[name=email]");
const password = element<HTMLInputElement>("input[name=password]");
const said = element("#said");
const told = element("#told");
const enter = element<HTMLButtonElement>("#enter");

function write(): void {
  for (const one of document.querySelectorAll<HTMLElement>("[data-word]")) {
    one.textContent = w[one.dataset.word as keyof Omit<typeof w, "passed" | "left">];
  }
  document.title = `${w.title} · Bottega`;
  element("#show").setAttribute("aria-label", w.show);
  for (const place of document.querySelectorAll(".languages")) place.replaceChildren(...languages());
}

function languages(): Node[] {
  const each = (
    [
      ["pl", "Polski"],
      ["en", "English"],
    ] as const
  ).map(([code, name]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = name;
    if (code === locale()) button.setAttribute("aria-current", "true");
    else button.className = "lnk";
    button.addEventListener("click", () => void choose(code));
    return button;
  });
  return each.flatMap((one, place) => (place ? [document.createTextNode(" · "), one] : [one]));
}

async function choose(code: string): Promise<void> {
  await send("/api/auth/locale", JSON.stringify({ locale: code }), "application/json");
  document.documentElement.lang = code;
  write();
}

async function send(path: string, body: BodyInit, type?: string): Promise<Response | null> {
  try {
    const headers = { "accept-language": locale(), ...(type ? { "content-type": type } : {}) };
    return await fetch(path, { method: "POST", body, headers });
  } catch {
    return null;
  }
}

/** Where to go: the address that was wanted, if it lies here. */
function wanted(): string {
  const target = new URLSearchParams(location.search).get("redirect") ?? "";
  const address = URL.parse(target, location.origin);
  return address && target.startsWith("/") && address.origin === location.origin ? address.href : "/backend";
}

function refuse(sentence: string): void {
  element("#secret").classList.toggle("bad", sentence !== "");
  said.className = sentence ? "err" : "";
  said.textContent = sentence;
}

async function signIn(): Promise<void> {
  refuse("");
  enter.disabled = true;
  const answer = await send("/api/auth/login", new URLSearchParams(new FormData(form) as unknown as URLSearchParams));
  enter.disabled = false;
  if (answer?.ok) {
    location.replace(wanted());
    return;
  }
  const { error } = answer ? await answer.json().catch(() => ({})) : { error: w.unreachable };
  if (answer?.status === 429) count(Number(answer.headers.get("retry-after")) || 60);
  else refuse(error ?? w.unreachable);
  if (answer && answer.status !== 429) password.select();
}

/** Count down what is left of a pause; nothing can be sent until it is over. */
function count(seconds: number, passed = 0): void {
  const left = seconds - passed;
  element("#wait").hidden = left <= 0;
  enter.disabled = email.disabled = password.disabled = left > 0;
  if (left <= 0) return;
  element("#wait .v").textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  for (const [name, share, text] of [
    ["done", passed, w.passed(passed)],
    ["wait", left, w.left(left)],
  ] as const) {
    const part = element(`#wait .${name}`);
    part.style.setProperty("--w", String(share));
    part.textContent = share ? text : "";
  }
  setTimeout(() => count(seconds, passed + 1), 1000);
}

async function sendLink(): Promise<void> {
  told.textContent = "";
  if (!email.value.trim()) {
    told.textContent = w.needsEmail;
    email.focus();
    return;
  }
  const answer = await send("/api/auth/reset", new URLSearchParams({ email: email.value }));
  told.textContent = answer?.ok ? w.sent : w.unreachable;
}

write();
form.addEventListener("submit", (event) => {
  event.preventDefault();
  void signIn();
});
element("#forgotten").addEventListener("click", () => void sendLink());
element("#show").addEventListener("click", (event) => {
  const open = password.type === "password";
  password.type = open ? "text" : "password";
  (event.currentTarget as HTMLElement).setAttribute("aria-pressed", String(open));
});
