// Making elements: text goes in as text alone, and attributes never name a handler.

const svgNamespace = "http://www.w3.org/2000/svg";

type Attributes = Record<string, string | number | boolean>;

/** An element of the page; `true` makes an attribute without a value, `false` none. */
export function make<K extends keyof HTMLElementTagNameMap>(
  name: K, attributes: Attributes = {}, ...children: (Node | string)[]): HTMLElementTagNameMap[K] {
  return dress(document.createElement(name), attributes, children);
}

/** An element of a drawing. */
export function draw<K extends keyof SVGElementTagNameMap>(
  name: K, attributes: Attributes = {}, ...children: Node[]): SVGElementTagNameMap[K] {
  return dress(document.createElementNS(svgNamespace, name), attributes, children);
}

function dress<T extends Element>(element: T, attributes: Attributes, children: (Node | string)[]): T {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children);
  return element;
}
