// The explorer: reads the document, and shows the operation that the address names.

import { Api } from "./api.js";
import { h, inline } from "./dom.js";
import { operationPage } from "./operation.js";
import { Session, signInDialog } from "./session.js";
import { Sidebar } from "./sidebar.js";
import { currentBase, identityChanged } from "./tester.js";

const THEMES = ["auto", "light", "dark"];
const find = (id) => document.getElementById(id);
const session = new Session();
let api = null;
let sidebar = null;

function applyTheme(theme) {
  document.documentElement.dataset.theme = theme;
  find("theme").setAttribute("aria-label", `Colours: ${theme}`);
  try {
    localStorage.setItem("bottega.docs.theme", theme);
  } catch {
    // A browser that keeps nothing still changes colours.
  }
}

function storedTheme() {
  try {
    const stored = localStorage.getItem("bottega.docs.theme");
    return THEMES.includes(stored) ? stored : "auto";
  } catch {
    return "auto";
  }
}

function overview() {
  const guide = `Every path is relative to \`${api.servers[0]}\`. Sign in to get an access token, and send it as \`Authorization: Bearer …\`; programs may use an API key, sent as \`x-api-key\`.`;
  return h(
    "article",
    { class: "overview" },
    h("h1", { tabindex: "-1" }, api.document.info.title),
    h("p", { class: "lead" }, `${api.operations.length} operations in ${api.sections.length} sections.`),
    h("p", {}, inline(guide)),
    h("ul", { class: "cards" }, api.sections.map((section) =>
      h("li", {}, h("a", { href: `#${section.operations[0].id}` },
        h("span", { class: "card-title" }, section.name), h("span", { class: "number" }, String(section.operations.length)),
        h("span", { class: "card-text" }, section.description ?? section.operations[0].summary))))),
  );
}

function show({ focus }) {
  const id = decodeURIComponent(location.hash.slice(1));
  const operation = api.byId.get(id);
  const page = operation ? operationPage(operation, api, session) : overview();
  find("content").replaceChildren(page);
  document.title = operation ? `${operation.summary} · ${api.document.info.title}` : api.document.info.title;
  sidebar.select(operation?.id);
  toggleMenu(false);
  window.scrollTo(0, 0);
  if (focus) page.querySelector("h1").focus({ preventScroll: true });
}

function toggleMenu(open) {
  document.body.classList.toggle("menu-open", open);
  find("menu").setAttribute("aria-expanded", String(open));
}

async function load() {
  const response = await fetch("/api/docs/openapi", { headers: session.headers() });
  if (response.status === 401) {
    find("content").replaceChildren(h("p", { class: "note" }, "This documentation is for signed-in users."));
    askWho();
    return;
  }
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  api = new Api(await response.json());
  find("title").textContent = api.document.info.title;
  find("version").textContent = api.document.info.version;
  sidebar = new Sidebar(api, { search: find("search"), methods: find("methods"), sections: find("sections"), count: find("count") });
  show({ focus: false });
}

function start() {
  load().catch((problem) => {
    find("content").replaceChildren(h("p", { class: "error", role: "alert" }, `The document cannot be read. ${problem.message}`));
  });
}

const askWho = signInDialog(find("sign-in"), session, currentBase, () => {
  if (!api) start();
});

session.listen(() => (find("account").textContent = session.token ? "Sign out" : "Sign in"));
session.listen(identityChanged);
find("account").addEventListener("click", () => (session.token ? (session.token = "") : askWho()));
find("theme").addEventListener("click", () => {
  applyTheme(THEMES[(THEMES.indexOf(document.documentElement.dataset.theme) + 1) % THEMES.length]);
});
find("skip").addEventListener("click", (event) => {
  event.preventDefault();
  find("content").focus();
});
find("menu").addEventListener("click", () => toggleMenu(!document.body.classList.contains("menu-open")));
window.addEventListener("hashchange", () => api && show({ focus: true }));
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, dialog");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    toggleMenu(true);
    find("search").focus();
  } else if (event.key === "Escape") toggleMenu(false);
});

applyTheme(storedTheme());
start();
