// The ring around the oval: one arc for each step, filled as the step's evidence comes in.

import { draw } from "./dom.js";

const [rx, ry] = [104, 138];
const gap = 0.06;

export class Ring {
  readonly #fills = new Map<string, { fill: SVGEllipseElement; share: number }>();

  constructor(group: SVGGElement, names: readonly string[]) {
    group.replaceChildren();
    names.forEach((name, i) => {
      const [from, share] = [(i + gap / 2) / names.length, (1 - gap) / names.length];
      const fill = arc("fill", from, share);
      group.append(arc("track", from, share), fill);
      this.#fills.set(name, { fill, share });
      this.set(name, 0);
    });
  }

  /** Fills a step's arc to `value`, 0–1. */
  set(name: string, value: number): void {
    const arcOf = this.#fills.get(name);
    if (!arcOf) return;
    arcOf.fill.setAttribute("stroke-dasharray", `${value * arcOf.share * 100} 100`);
    arcOf.fill.toggleAttribute("data-empty", value <= 0);   // round ends would leave a dot
  }
}

// pathLength makes lengths percent of the way round; the turn starts the ellipse at its top.
function arc(name: string, from: number, share: number): SVGEllipseElement {
  return draw("ellipse", {
    class: name, rx: ry, ry: rx, transform: "rotate(-90)", pathLength: 100,
    "stroke-dasharray": `${share * 100} 100`, "stroke-dashoffset": -from * 100,
  });
}
