// How it ended, and what to do next.

import { make } from "./dom.js";

export interface End {
  title: string;
  text: string;
  reasons: { code: string; text: string }[];
  isGood: boolean;
  actions: (Node | string)[];
}

export function makeEnd({ title, text, reasons, isGood, actions }: End): HTMLElement {
  return make("section", { class: "view end", part: isGood ? "result accepted" : "result", "aria-labelledby": "title" },
    make("div", { class: isGood ? "badge good" : "badge", part: "badge", "aria-hidden": "true" }),
    make("h2", { id: "title", tabindex: "-1", part: "title" }, title),
    make("p", { class: "lead", part: "lead" }, text),
    make("ul", { class: "reasons", part: "reasons", hidden: reasons.length === 0 },
      ...reasons.map(reason => make("li", { "data-reason": reason.code }, reason.text))),
    make("div", { class: "actions" }, make("slot", { name: "actions" }), ...actions),
    make("slot", { name: "result" }));
}
