// Trying an operation: its parameters and body as a form, the request as a snippet, the answer as plain text.

import { typeOf } from "./api.js";
import { codeBlock, h, tabs } from "./dom.js";
import { LANGUAGES } from "./snippets.js";

const HERE = `${location.origin}/api`;
let language = "cURL";
let chosenBase = HERE;
let tellIdentity = () => {};

export function basesOf(api) {
  return [...new Set([HERE, ...api.servers.map((url) => new URL(url, location.origin).href.replace(/\/$/, ""))])];
}

export function currentBase() {
  return chosenBase;
}

// Who the next request comes from has changed.
export function identityChanged() {
  tellIdentity();
}

export class Tester {
  constructor(operation, api, session) {
    this.operation = operation;
    this.api = api;
    this.session = session;
    this.inputs = operation.parameters.map((parameter) => ({ parameter, control: this.#control(parameter) }));
    this.body = operation.body ? this.#bodyEditor() : null;
    this.base = h("input", { id: "base", type: "text", inputmode: "url", list: "bases", value: chosenBase, spellcheck: "false" });
    this.answer = h("section", { class: "answer", "aria-live": "polite", "aria-label": "Answer" });
    this.snippet = codeBlock("", "the request");
  }

  render() {
    const languages = tabs(Object.keys(LANGUAGES), "Language", (name) => {
      language = name;
      this.#refresh();
    });
    const who = h("p", { class: "hint" });
    tellIdentity = () => (who.textContent = this.#identity());
    tellIdentity();
    const form = h(
      "form",
      { class: "tester", oninput: () => this.#refresh(), onsubmit: (event) => this.#send(event), novalidate: true },
      h("h3", {}, "Try it"),
      h("div", { class: "field" }, h("label", { for: "base" }, "Base URL"), this.base,
        h("datalist", { id: "bases" }, basesOf(this.api).map((url) => h("option", { value: url })))),
      this.inputs.map(({ parameter, control }) => this.#field(parameter, control)),
      this.body && this.body.element,
      who,
      h("button", { class: "button primary", type: "submit" }, `Send ${this.operation.method}`),
    );
    const element = h("div", { class: "side" }, h("div", { class: "snippets" }, languages.row, this.snippet.block), form, this.answer);
    languages.choose(language);
    return element;
  }

  #identity() {
    if (this.session.token) return "The request carries the token you gave this page.";
    return this.operation.guarded
      ? "Without a token, the cookie of this browser is used, if you are signed in here."
      : "Nobody needs to be signed in for this.";
  }

  #field(parameter, control) {
    const mark = parameter.required ? h("span", { class: "required" }, "required") : null;
    const place = parameter.in === "query" ? null : h("span", { class: "place" }, parameter.in);
    return h("div", { class: "field compact" }, h("label", { for: control.id }, parameter.name, " ", place, " ", mark), control);
  }

  #control(parameter) {
    const id = `parameter-${parameter.in}-${parameter.name}`;
    const schema = this.api.resolve(parameter.schema);
    const hint = schema.default === undefined ? typeOf(parameter.schema, this.api) : String(schema.default);
    if (schema.enum) {
      const options = [h("option", { value: "" }, "–"), ...schema.enum.map((value) => h("option", { value }, String(value)))];
      return h("select", { id }, options);
    }
    return h("input", { id, type: "text", placeholder: hint, autocomplete: "off", spellcheck: "false" });
  }

  #bodyEditor() {
    const [media, part] = Object.entries(this.operation.body.content)[0];
    if (media === "application/json") {
      const text = h("textarea", { id: "body", rows: "12", spellcheck: "false", value: JSON.stringify(part.example, null, 2) });
      const element = h("div", { class: "field" }, h("label", { for: "body" }, "Body"), text);
      return { element, read: () => ({ media, text: text.value }) };
    }
    return this.#formEditor(media, this.api.resolve(part.schema));
  }

  #formEditor(media, schema) {
    const required = new Set(schema.required ?? []);
    const controls = Object.entries(schema.properties ?? {}).map(([name, raw]) => {
      const property = this.api.resolve(raw);
      const kind = { binary: "file", password: "password", email: "email" }[property.format] ?? "text";
      const control = h("input", { id: `body-${name}`, type: kind, autocomplete: "off" });
      const mark = required.has(name) && h("span", { class: "required" }, "required");
      return { name, control, element: h("div", { class: "field compact" }, h("label", { for: control.id }, name, " ", mark), control) };
    });
    const read = () => {
      const fields = controls
        .map(({ name, control }) => [name, control.type === "file" ? control.files[0] : control.value])
        .filter(([, value]) => value);
      const plain = fields.map(([name, value]) => [name, value instanceof File ? value.name : value]);
      return { media, fields, text: new URLSearchParams(plain).toString() };
    };
    return { element: h("fieldset", {}, h("legend", {}, "Body"), controls.map(({ element }) => element)), read };
  }

  // The request as it would be sent; parameters left empty are left out.
  #request() {
    let path = this.operation.path;
    const query = new URLSearchParams();
    const headers = [];
    for (const { parameter, control } of this.inputs) {
      const value = control.value;
      if (parameter.in === "path") path = path.replace(`{${parameter.name}}`, value ? encodeURIComponent(value) : `:${parameter.name}`);
      else if (value && parameter.in === "query") query.append(parameter.name, value);
      else if (value) headers.push([parameter.name, value]);
    }
    const tail = query.size ? `?${query}` : "";
    const url = this.base.value.trim().replace(/\/$/, "") + path + tail;
    return { method: this.operation.method, url, headers, guarded: this.operation.guarded, body: this.body?.read() ?? null };
  }

  #refresh() {
    chosenBase = this.base.value.trim();
    this.snippet.set(LANGUAGES[language](this.#request()));
  }

  async #send(event) {
    event.preventDefault();
    const problem = this.#missing();
    if (problem) {
      this.#complain(problem);
      return;
    }
    const request = this.#request();
    const url = new URL(request.url, location.origin);
    const options = {
      method: request.method,
      headers: { Accept: "application/json", ...Object.fromEntries(request.headers), ...this.session.headers() },
      // Cookies are for this site only, and a redirect could lead a token elsewhere.
      credentials: url.origin === location.origin && !this.session.token ? "same-origin" : "omit",
      redirect: "manual",
      cache: "no-store",
    };
    if (request.body?.media === "multipart/form-data") {
      options.body = new FormData();
      for (const [name, value] of request.body.fields) options.body.append(name, value);
    } else if (request.body) {
      options.headers["Content-Type"] = request.body.media;
      options.body = request.body.text;
    }
    this.answer.replaceChildren(h("p", { class: "note" }, "Waiting for the answer…"));
    const started = performance.now();
    try {
      const response = await fetch(url, options);
      const text = await response.text();
      this.#show(response, text, performance.now() - started);
    } catch {
      const other = url.origin === location.origin ? "" : " This page may only call its own server: copy the snippet instead.";
      this.#complain(`No answer from ${url.origin}.${other}`);
    }
  }

  #missing() {
    const base = this.base.value.trim();
    if (!base) return "Please provide a base URL for the request.";
    if (!URL.canParse(base, location.origin)) return "The base URL is no address.";
    const left = this.inputs.find(({ parameter, control }) => parameter.required && !control.value);
    if (left) {
      left.control.focus();
      return `Please fill in ${left.parameter.name}.`;
    }
    return null;
  }

  #complain(sentence) {
    this.answer.replaceChildren(h("p", { class: "error" }, sentence));
  }

  #show(response, text, milliseconds) {
    const redirected = response.type === "opaqueredirect";
    const status = redirected ? "Redirect, not followed" : `${response.status} ${response.statusText}`.trim();
    const kind = redirected ? "3" : String(response.status)[0];
    const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
    this.answer.replaceChildren(
      h("h3", {}, "Answer"),
      h("p", { class: "outcome" }, h("span", { class: `status s${kind}` }, status), h("span", {}, `${Math.round(milliseconds)} ms`),
        h("span", {}, `${new TextEncoder().encode(text).length.toLocaleString("en")} bytes`)),
      codeBlock(pretty(text), "the answer").block,
      h("details", {}, h("summary", {}, "Headers"), h("pre", { tabindex: "0" }, headers)),
    );
    this.answer.scrollIntoView({ block: "nearest" });
  }
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text || "(empty)";
  }
}
