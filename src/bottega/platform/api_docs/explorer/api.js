// The OpenAPI document: fetched once, its references resolved, its operations in the order of their sections.

export class Api {
  constructor(document) {
    this.document = document;
    this.servers = document.servers.map((server) => server.url);
    this.operations = [];
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const [method, operation] of Object.entries(methods)) {
        this.operations.push(describe(method.toUpperCase(), path, operation));
      }
    }
    this.byId = new Map(this.operations.map((operation) => [operation.id, operation]));
    this.sections = this.#group();
  }

  #group() {
    const sections = new Map(this.document.tags.map((tag) => [tag.name, { ...tag, operations: [] }]));
    for (const operation of this.operations) {
      if (!sections.has(operation.section)) sections.set(operation.section, { name: operation.section, operations: [] });
      sections.get(operation.section).operations.push(operation);
    }
    return [...sections.values()].filter((section) => section.operations.length);
  }

  resolve(node) {
    let found = node ?? {};
    for (let steps = 0; found.$ref && steps < 20; steps += 1) {
      found = found.$ref.slice(2).split("/").reduce((at, key) => at[key], this.document);
    }
    return found;
  }
}

function describe(method, path, operation) {
  const section = operation.tags?.[0] ?? "Other";
  const [text] = (operation.description ?? "").split("\n\nRequires features:");
  return {
    id: operation.operationId,
    method,
    path,
    section,
    summary: operation.summary,
    description: text,
    parameters: operation.parameters ?? [],
    body: operation.requestBody,
    responses: operation.responses,
    guarded: operation["x-require-auth"],
    features: operation["x-require-features"] ?? [],
    roles: operation["x-require-roles"] ?? [],
    words: `${method} ${path} ${operation.summary} ${operation.description} ${section}`.toLowerCase(),
  };
}

export function typeOf(schema, api) {
  if (schema.$ref) {
    const resolved = api.resolve(schema);
    return resolved.enum ? typeOf(resolved, api) : schema.$ref.split("/").pop();
  }
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return [...new Set(choices.map((choice) => typeOf(choice, api)))].join(" or ");
  if (schema.type === "array") return `${typeOf(schema.items ?? {}, api)}[]`;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (Array.isArray(schema.type)) return schema.type.join(" or ");
  return schema.format ? `${schema.type} (${schema.format})` : (schema.type ?? "any");
}

const BOUNDS = [
  ["minimum", "≥ "], ["exclusiveMinimum", "> "], ["x-minimum", "from "],
  ["maximum", "≤ "], ["exclusiveMaximum", "< "], ["x-maximum", "to "],
  ["x-decimal-places", "decimals: "], ["pattern", "matches "],
];

// Limits and default of a value, as short phrases.
export function limitsOf(schema, api) {
  const parts = [schema, ...(schema.anyOf ?? []).map((part) => api.resolve(part))];
  const said = Object.assign({}, ...parts.map((part) => ({ ...part })).reverse());
  const limits = BOUNDS.filter(([key]) => said[key] !== undefined).map(([key, word]) => word + said[key]);
  limits.push(range(said.minLength, said.maxLength, "character"), range(said.minItems, said.maxItems, "item"));
  if (schema.default !== undefined && schema.default !== null) limits.push(`default ${JSON.stringify(schema.default)}`);
  return limits.filter(Boolean);
}

function range(least, most, unit) {
  if (most === undefined) return least ? `at least ${least} ${unit}${least > 1 ? "s" : ""}` : "";
  return `${least ? `${least} to` : "up to"} ${most.toLocaleString("en")} ${unit}s`;
}
