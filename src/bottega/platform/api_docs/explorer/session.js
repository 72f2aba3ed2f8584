// Who is calling: a token that lives in this page's memory only, or the cookie of a browser that is signed in.

import { h } from "./dom.js";

export class Session {
  #token = "";
  #listeners = [];

  get token() {
    return this.#token;
  }

  set token(value) {
    this.#token = value.trim().replace(/^bearer\s+/i, "");
    for (const listener of this.#listeners) listener();
  }

  listen(listener) {
    this.#listeners.push(listener);
  }

  // Headers for a request to this very address; a token is never for anybody else.
  headers() {
    return this.#token ? { Authorization: `Bearer ${this.#token}` } : {};
  }

  // The answer's cookie is not kept: the token is enough.
  async signIn(base, email, password) {
    const response = await fetch(`${base}/auth/login`, {
      method: "POST",
      credentials: "omit",
      redirect: "error",
      headers: { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ email, password }),
    });
    const answer = await response.json().catch(() => ({}));
    if (!response.ok || !answer.token) throw new Error(answer.error || `The server answered ${response.status}.`);
    this.token = answer.token;
  }
}

export function signInDialog(dialog, session, base, done) {
  const email = h("input", { id: "email", name: "email", type: "email", autocomplete: "username", required: true });
  const password = h("input", {
    id: "password", name: "password", type: "password", autocomplete: "current-password", required: true,
  });
  const token = h("input", { id: "token", type: "password", autocomplete: "off", spellcheck: "false" });
  const error = h("p", { class: "error", role: "alert" });
  const submit = h("button", { class: "button primary", type: "submit" }, "Sign in");

  async function send(event) {
    event.preventDefault();
    error.textContent = "";
    submit.disabled = true;
    try {
      await session.signIn(base(), email.value, password.value);
      close();
    } catch (problem) {
      error.textContent = problem.message;
    } finally {
      submit.disabled = false;
      password.value = "";
    }
  }

  function paste(event) {
    event.preventDefault();
    if (!token.value.trim()) return;
    session.token = token.value;
    token.value = "";
    close();
  }

  function close() {
    dialog.close();
    done();
  }

  dialog.replaceChildren(
    h("div", { class: "dialog-head" }, h("h2", { id: "sign-in-title" }, "Sign in"),
      h("button", { class: "icon", type: "button", "aria-label": "Close", onclick: () => dialog.close() }, "✕")),
    h("form", { onsubmit: send }, field("E-mail", email), field("Password", password), error, submit),
    h("p", { class: "or" }, "or paste an access token"),
    h("form", { onsubmit: paste }, field("Bearer token", token), h("button", { class: "button", type: "submit" }, "Use the token")),
    h("p", { class: "hint" }, "The token stays in this page's memory and is gone when you close it. It is sent to the chosen base URL and nowhere else."),
  );
  return () => {
    error.textContent = "";
    dialog.showModal();
    email.focus();
  };
}

export function field(label, control, hint) {
  return h("div", { class: "field" }, h("label", { for: control.id }, label), control, hint && h("p", { class: "hint" }, hint));
}
