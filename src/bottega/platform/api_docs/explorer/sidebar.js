// The list of operations: grouped by section, narrowed by words and methods.

import { h } from "./dom.js";
import { badge } from "./operation.js";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];

export class Sidebar {
  constructor(api, elements) {
    this.api = api;
    this.elements = elements;
    this.methods = new Set();
    this.links = new Map();
    this.groups = api.sections.map((section) => this.#group(section));
    elements.sections.replaceChildren(...this.groups.map(({ details }) => details));
    const used = METHODS.filter((method) => api.operations.some((operation) => operation.method === method));
    elements.methods.replaceChildren(...used.map((method) => this.#toggle(method)));
    elements.search.addEventListener("input", () => this.narrow());
    elements.search.addEventListener("keydown", (event) => this.#keys(event));
    this.narrow();
  }

  #group(section) {
    const count = h("span", { class: "number" }, String(section.operations.length));
    const items = section.operations.map((operation) => {
      const link = h("a", { href: `#${operation.id}` }, badge(operation.method),
        h("span", { class: "what" }, h("span", { class: "summary" }, operation.summary), h("span", { class: "path" }, operation.path)));
      const item = h("li", {}, link);
      this.links.set(operation.id, { link, item });
      return { operation, item };
    });
    const details = h("details", {}, h("summary", {}, h("span", {}, section.name), count), h("ul", {}, items.map(({ item }) => item)));
    return { details, count, items };
  }

  #toggle(method) {
    const button = h("button", { type: "button", class: `method ${method.toLowerCase()}`, "aria-pressed": "false" }, method);
    button.addEventListener("click", () => {
      if (!this.methods.delete(method)) this.methods.add(method);
      button.setAttribute("aria-pressed", String(this.methods.has(method)));
      this.narrow();
    });
    return button;
  }

  narrow() {
    const words = this.elements.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const narrowed = words.length > 0 || this.methods.size > 0;
    let total = 0;
    for (const { details, count, items } of this.groups) {
      let shown = 0;
      for (const { operation, item } of items) {
        const fits =
          (!this.methods.size || this.methods.has(operation.method)) && words.every((word) => operation.words.includes(word));
        item.hidden = !fits;
        if (fits) shown += 1;
      }
      details.hidden = !shown;
      details.open = shown > 0 && (words.length > 0 || items.some(({ operation }) => operation.id === this.current));
      count.textContent = String(shown);
      total += shown;
    }
    const all = this.api.operations.length;
    this.elements.count.textContent = narrowed ? `${total} of ${all} operations` : `${all} operations`;
  }

  // The first hit opens on Enter; arrows walk from the search field into the list.
  #keys(event) {
    const first = this.elements.sections.querySelector("details:not([hidden]) li:not([hidden]) a");
    if (event.key === "Escape") {
      this.elements.search.value = "";
      this.narrow();
    } else if (event.key === "Enter" && first) {
      first.click();
    } else if (event.key === "ArrowDown" && first) {
      event.preventDefault();
      first.focus();
    }
  }

  select(id) {
    this.links.get(this.current)?.link.removeAttribute("aria-current");
    this.current = id;
    const found = this.links.get(id);
    if (!found) return;
    found.link.setAttribute("aria-current", "page");
    found.item.closest("details").open = true;
    found.link.scrollIntoView({ block: "nearest" });
  }
}
