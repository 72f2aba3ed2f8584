// A schema as a tree of properties: names, types, limits and descriptions, with nested ones to be unfolded.

import { limitsOf, typeOf } from "./api.js";
import { h, inline } from "./dom.js";

const DEEPEST = 6;

export function schemaTree(schema, api, depth = 0) {
  const resolved = inside(schema, api);
  const properties = Object.entries(resolved.properties ?? {});
  if (!properties.length) return h("p", { class: "type" }, typeOf(schema, api));
  const required = new Set(resolved.required ?? []);
  return h(
    "ul",
    { class: "schema" },
    properties.map(([name, property]) => row(name, property, required.has(name), api, depth)),
  );
}

function row(name, property, required, api, depth) {
  const limits = limitsOf(property, api);
  const line = [
    h("span", { class: "name" }, name),
    property.title && h("span", { class: "title" }, property.title),
    h("span", { class: "type" }, typeOf(property, api)),
    required && h("span", { class: "required" }, "required"),
    limits.length > 0 && h("span", { class: "limits" }, limits.join(", ")),
  ];
  const said = [property["x-hint"], property.description, labelsOf(property, api)].filter(Boolean).join(" · ");
  const text = said && h("p", { class: "said" }, inline(said));
  const nested = inside(property, api);
  if (depth < DEEPEST && nested.properties && Object.keys(nested.properties).length) {
    const details = h("details", {}, h("summary", {}, line));
    details.addEventListener("toggle", () => {
      if (details.open && !details.querySelector("ul")) details.append(schemaTree(nested, api, depth + 1));
    });
    return h("li", {}, details, text);
  }
  return h("li", {}, h("div", { class: "line" }, line), text);
}

// What the values of a closed set are called.
function labelsOf(property, api) {
  const parts = [property, ...(property.anyOf ?? []), property.items ?? {}].map((part) => api.resolve(part));
  const labels = parts.map((part) => part["x-enum-labels"]).find(Boolean) ?? {};
  return Object.entries(labels).map(([value, label]) => `\`${value}\` ${label}`).join(", ");
}

// The object behind references, lists and alternatives.
function inside(schema, api, steps = 0) {
  const resolved = api.resolve(schema);
  if (steps > DEEPEST || resolved.properties) return resolved;
  if (resolved.items) return inside(resolved.items, api, steps + 1);
  const choices = (resolved.anyOf ?? resolved.oneOf ?? []).map((choice) => inside(choice, api, steps + 1));
  return choices.find((choice) => choice.properties) ?? resolved;
}
