// A small drawing of a gesture, which shows itself again and again; still where less motion is wanted. As in a mirror: the person's
// own left is its left.

import type { ChallengeKind } from "../contracts.js";
import { draw } from "./dom.js";

// where an arrow stands and points, for those who see no motion
const arrows: Partial<Record<ChallengeKind, string>> = {
  turn_left: "M12 48H3m5-5-5 5 5 5", turn_right: "M84 48h9m-5-5 5 5-5 5", nod_up: "M48 9V2m-5 4 5-5 5 5", nod_down: "M48 87v7m-5-4 5 5 5-5",
  move_closer: "M17 17 8 8m0 7V8h7M79 17l9-9m-7 0h7v7",
};

/** The drawing of a challenge. */
export function gesture(kind: ChallengeKind): SVGSVGElement {
  const eye = (x: number) => [
    draw("ellipse", { class: "eye", cx: x, cy: 42, rx: 3.4, ry: 3.4 }),
    draw("path", { class: "lid", d: `M${x - 5} 42q5 4 10 0` }),
  ];
  const features = draw("g", { class: "features" },
    ...eye(38), ...eye(58),
    draw("path", { class: "nose", d: "M48 45v8" }),
    draw("path", { class: "mouth", d: "M40 62q8 3 16 0" }),
    draw("path", { class: "smile", d: "M36 59q12 14 24 0" }),
    draw("ellipse", { class: "open", cx: 48, cy: 63, rx: 6, ry: 8 }));
  const head = draw("g", { class: "head" }, draw("ellipse", { class: "skull", cx: 48, cy: 48, rx: 27, ry: 35 }), features);
  const drawing = draw("svg", { viewBox: "0 0 96 96", class: `gesture ${kind}`, "aria-hidden": "true", focusable: "false" }, head);
  if (arrows[kind]) drawing.append(draw("path", { class: "arrow", d: arrows[kind] }));
  if (kind === "pursuit") drawing.append(draw("circle", { class: "dot", cx: 48, cy: 50, r: 6 }));
  return drawing;
}
