// The mark that a pursuit asks to follow: a dot on a cross around the middle of the oval.

import type { Path } from "../contracts.js";
import { draw } from "./dom.js";

const [reachX, reachY] = [118, 140];   // as far as the picture goes, so that the head has to turn

export class Mark {
  readonly #dot = draw("circle", { r: 13, visibility: "hidden" });
  #frame = 0;

  /** `group` is the drawing's, its origin the middle of the oval. */
  constructor(group: SVGGElement) {
    group.replaceChildren(this.#dot);
  }

  /** Shows it on its way. */
  follow(path: Path): void {
    this.hide();
    this.#dot.removeAttribute("visibility");
    const began = performance.now();
    const step = () => {
      const [x, y] = placeAt(path, performance.now() - began);
      // the picture is mirrored: the person's own left is its left
      this.#dot.setAttribute("cx", (-x * reachX).toFixed(1));
      this.#dot.setAttribute("cy", (-y * reachY).toFixed(1));
      this.#frame = requestAnimationFrame(step);
    };
    step();
  }

  hide(): void {
    cancelAnimationFrame(this.#frame);
    this.#dot.setAttribute("visibility", "hidden");
  }
}

/** Where it is so many milliseconds after it was put: smoothly from stop to stop. */
function placeAt({ moveMs, stops }: Path, time: number): [number, number] {
  let [from, to, share]: [[number, number], [number, number], number] = [[0, 0], [0, 0], 1];
  for (const stop of stops) {
    if (time < stop.atMs) break;
    [from, to, share] = [to, [stop.x, stop.y], Math.min(1, (time - stop.atMs) / moveMs)];
  }
  const gone = share ** 3 * (10 + share * (6 * share - 15));
  return [from[0] + (to[0] - from[0]) * gone, from[1] + (to[1] - from[1]) * gone];
}
