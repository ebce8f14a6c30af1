// The few things that are done to the document again and again.

export const $ = id => document.getElementById(id);

export function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

/** Fills a description list. */
export function list(target, entries) {
  target.replaceChildren(...Object.entries(entries).flatMap(([term, text]) => [element("dt", term), element("dd", text ?? "–")]));
}
