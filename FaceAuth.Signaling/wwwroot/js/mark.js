// The mark that a pursuit asks to follow: a dot on a cross around the middle of the oval.

const svg = "http://www.w3.org/2000/svg";
const [reachX, reachY] = [118, 140];   // as far as the picture goes, so that the head has to turn

export class Mark {
  #dot;
  #frame = 0;

  /** `group` is the drawing's, its origin the middle of the oval. */
  constructor(group) {
    this.#dot = document.createElementNS(svg, "circle");
    this.#dot.setAttribute("r", 13);
    group.replaceChildren(this.#dot);
    this.hide();
  }

  /** Shows it on its way: `path` is {moveMs, stops: [{atMs, x, y}]}, x positive on the person's own left, y up. */
  follow(path) {
    this.hide();
    this.#dot.removeAttribute("visibility");
    const began = performance.now();
    const draw = () => {
      const [x, y] = placeAt(path, performance.now() - began);
      // the picture is mirrored: the person's own left is its left
      this.#dot.setAttribute("cx", (-x * reachX).toFixed(1));
      this.#dot.setAttribute("cy", (-y * reachY).toFixed(1));
      this.#frame = requestAnimationFrame(draw);
    };
    draw();
  }

  hide() {
    cancelAnimationFrame(this.#frame);
    this.#dot.setAttribute("visibility", "hidden");
  }
}

/** Where it is so many milliseconds after it was put: smoothly from stop to stop. */
export function placeAt({ moveMs, stops }, time) {
  let [from, to, share] = [[0, 0], [0, 0], 1];
  for (const stop of stops) {
    if (time < stop.atMs) break;
    [from, to, share] = [to, [stop.x, stop.y], Math.min(1, (time - stop.atMs) / moveMs)];
  }
  const gone = share ** 3 * (10 + share * (6 * share - 15));
  return [from[0] + (to[0] - from[0]) * gone, from[1] + (to[1] - from[1]) * gone];
}
