// Building the page: elements from plain values, never from markup, so that no text of the API can become code.

export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}

// Paragraphs, with `code` where the text says so.
export function prose(text) {
  return text
    .split(/\n{2,}/)
    .filter((paragraph) => paragraph.trim())
    .map((paragraph) => h("p", {}, inline(paragraph)));
}

export function inline(text) {
  return text.split("`").map((part, index) => (index % 2 ? h("code", {}, part) : part));
}

// A block of text with a button that copies it.
export function codeBlock(text, label) {
  const code = h("code", {}, text);
  const button = h("button", { class: "copy", type: "button", "aria-label": `Copy ${label}` }, "Copy");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Not allowed";
    }
    setTimeout(() => (button.textContent = "Copy"), 1500);
  });
  const block = h("div", { class: "code" }, button, h("pre", { tabindex: "0", role: "region", "aria-label": label }, code));
  return { block, set: (next) => (code.textContent = next) };
}

// Buttons of which one is pressed, and a panel that shows what it stands for.
export function tabs(names, label, show) {
  const buttons = names.map((name) =>
    h("button", { type: "button", "aria-pressed": "false", onclick: () => choose(name) }, name),
  );
  function choose(name) {
    buttons.forEach((button, index) => button.setAttribute("aria-pressed", String(names[index] === name)));
    show(name);
  }
  const row = h("div", { class: "tabs", role: "group", "aria-label": label }, buttons);
  return { row, choose };
}
