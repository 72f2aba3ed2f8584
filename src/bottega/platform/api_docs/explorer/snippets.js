// The same request in three languages; the token is always a placeholder.

const PLACEHOLDER = "<token>";

export const LANGUAGES = { cURL: curl, JavaScript: javascript, Python: python };

// A request is {method, url, headers: [[name, value]], guarded, body: null | {media, text, fields}}.
function headersOf(request) {
  const headers = [["Accept", "application/json"], ...request.headers];
  if (request.guarded) headers.push(["Authorization", `Bearer ${PLACEHOLDER}`]);
  if (request.body && request.body.media !== "multipart/form-data") headers.push(["Content-Type", request.body.media]);
  return headers;
}

function curl(request) {
  const quote = (text) => `'${text.replaceAll("'", "'\\''")}'`;
  const lines = [`curl -X ${request.method} ${quote(request.url)}`];
  for (const [name, value] of headersOf(request)) lines.push(`  -H ${quote(`${name}: ${value}`)}`);
  if (request.body?.media === "multipart/form-data") {
    for (const [name, value] of request.body.fields) lines.push(`  -F ${quote(`${name}=${shown(value)}`)}`);
  } else if (request.body) {
    lines.push(`  -d ${quote(request.body.text)}`);
  }
  return lines.join(" \\\n");
}

function shown(value) {
  return value instanceof File ? `@${value.name}` : value;
}

function javascript(request) {
  const headers = Object.fromEntries(headersOf(request));
  const lines = [];
  if (request.body?.media === "multipart/form-data") {
    lines.push("const form = new FormData();");
    for (const [name, value] of request.body.fields) {
      lines.push(value instanceof File ? `form.append(${text(name)}, file);` : `form.append(${text(name)}, ${text(value)});`);
    }
    lines.push("");
  }
  lines.push(`const response = await fetch(${text(request.url)}, {`, `  method: ${text(request.method)},`);
  lines.push(`  headers: ${indent(JSON.stringify(headers, null, 2), "  ")},`);
  if (request.body?.media === "multipart/form-data") lines.push("  body: form,");
  else if (request.body) lines.push(`  body: ${bodyOf(request.body, "  ")},`);
  lines.push("});", "console.log(response.status, await response.text());");
  return lines.join("\n");
}

function bodyOf(body, margin) {
  if (!body.media.includes("json")) return text(body.text);
  try {
    return `JSON.stringify(${indent(JSON.stringify(JSON.parse(body.text), null, 2), margin)})`;
  } catch {
    return text(body.text);
  }
}

function python(request) {
  const lines = ["import httpx", "", "response = httpx.request(", `    ${text(request.method)},`, `    ${text(request.url)},`];
  lines.push("    headers={", ...headersOf(request).map(([name, value]) => `        ${text(name)}: ${text(value)},`), "    },");
  if (request.body?.media === "multipart/form-data") {
    const files = request.body.fields.filter(([, value]) => value instanceof File);
    const rest = request.body.fields.filter(([, value]) => !(value instanceof File));
    if (rest.length) lines.push(`    data={${rest.map(([name, value]) => `${text(name)}: ${text(value)}`).join(", ")}},`);
    if (files.length) lines.push(`    files={${files.map(([name, file]) => `${text(name)}: open(${text(file.name)}, "rb")`).join(", ")}},`);
  } else if (request.body) {
    lines.push(`    content=${pythonText(request.body.text)},`);
  }
  lines.push(")", "print(response.status_code, response.text)");
  return lines.join("\n");
}

function pythonText(value) {
  return value.includes("\n") && !value.includes('"""') && !value.includes("\\") ? `"""${value}"""` : text(value);
}

function text(value) {
  return JSON.stringify(value);
}

function indent(value, margin) {
  return value.replaceAll("\n", `\n${margin}`);
}
