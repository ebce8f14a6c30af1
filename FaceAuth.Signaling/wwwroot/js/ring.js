// The ring around the oval: one arc for each step, filled as the step's evidence comes in.

const svg = "http://www.w3.org/2000/svg";
const [rx, ry] = [104, 138];
const gap = 0.06;

export class Ring {
  #fills = new Map();

  constructor(group, names) {
    group.replaceChildren();
    names.forEach((name, i) => {
      const [from, share] = [(i + gap / 2) / names.length, (1 - gap) / names.length];
      group.append(arc("track", from, share));
      const fill = arc("fill", from, share);
      group.append(fill);
      this.#fills.set(name, { fill, share });
      this.set(name, 0);
    });
  }

  /** Fills a step's arc to `value`, 0–1. */
  set(name, value) {
    const { fill, share } = this.#fills.get(name) ?? {};
    if (!fill) return;
    fill.setAttribute("stroke-dasharray", `${value * share * 100} 100`);
    fill.toggleAttribute("data-empty", value <= 0);   // round ends would leave a dot
  }
}

// pathLength makes lengths percent of the way round; the turn starts the ellipse at its top.
function arc(name, from, share) {
  const ellipse = document.createElementNS(svg, "ellipse");
  const attributes = {
    class: name, rx: ry, ry: rx, transform: "rotate(-90)", pathLength: 100,
    "stroke-dasharray": `${share * 100} 100`, "stroke-dashoffset": -from * 100,
  };
  for (const [key, value] of Object.entries(attributes)) ellipse.setAttribute(key, value);
  return ellipse;
}
