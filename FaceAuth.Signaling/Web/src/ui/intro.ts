// Before the camera: what will happen, what a person would rather not do or cannot, and the button that starts it.

import { listCameras } from "../camera.js";
import { movements, type Movement, type Purpose } from "../contracts.js";
import type { Words } from "../words.js";
import { make } from "./dom.js";

/** What a person chose. */
export interface Choices { pursuit: boolean; light: boolean; cannot: Movement[]; speak: boolean; vibrate: boolean; camera?: string }

const wantsCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Choices as they are before anybody chose: who asked for less motion has it here too. */
export const firstChoices = (): Choices => ({ pursuit: !wantsCalm(), light: !wantsCalm(), cannot: [], speak: false, vibrate: false });

/** What the server says of itself and of the session. */
export interface Told {
  /** For how many days pictures may be kept; 0 for none, null where the server does not say. */
  pictureDays: Promise<number | null>;
  /** What the session is for; null where the server does not say. */
  purpose: Promise<Purpose | null>;
}

/** What to show before the camera; `purpose` is what the page says. */
export function makeIntro(
  words: Words, purpose: Purpose | "", choices: Choices, told: Told, start: () => void, anotherWay: Node | string): HTMLElement {
  const title = make("h2", { id: "title", tabindex: "-1", part: "title" }, words.text("title." + (purpose || "other")));
  // the page may err: only by the server's word is somebody not told of what an enrolment keeps
  const numbers = make("li", {}, words.text("point.numbers"));
  void told.purpose.then(known => {
    if (known) title.textContent = words.text("title." + known);
    if (known === "verify") numbers.remove();
  });
  // no more is promised than is known
  const kept = make("li", {}, words.text("point.video"));
  void told.pictureDays.then(days => {
    if (days !== null) kept.textContent = days > 0 ? words.text("point.pictures", days) : words.text("point.private");
  });
  const button = make("button", { type: "button", class: "primary", part: "button start" }, words.text("start"));
  button.addEventListener("click", start);
  const cameras = make("div", { class: "cameras" });
  void offerCameras(cameras, words, choices);
  return make("section", { class: "view intro", part: "intro", "aria-labelledby": "title" },
    title,
    make("slot", { name: "intro" },
      make("p", { class: "lead", part: "lead" }, words.text("lead")),
      make("ul", { class: "points" }, kept, numbers, make("li", {}, words.text("point.stop")))),
    cameras,
    make("details", { class: "more", part: "options" },
      make("summary", {}, words.text("options")),
      tick(words.text("option.no_mark"), !choices.pursuit, is => { choices.pursuit = !is; }),
      tick(words.text("option.no_light"), !choices.light, is => { choices.light = !is; }),
      ..."speechSynthesis" in window ? [tick(words.text("option.speak"), choices.speak, is => { choices.speak = is; })] : [],
      ...typeof navigator.vibrate === "function" ? [tick(words.text("option.vibrate"), choices.vibrate, is => { choices.vibrate = is; })] : []),
    make("details", { class: "more", part: "cannot", open: choices.cannot.length > 0 },
      make("summary", {}, words.text("cannot.title")),
      make("fieldset", { class: "movements" },
        make("legend", {}, words.text("cannot.hint")),
        ...movements.map(kind => tick(words.movement(kind), choices.cannot.includes(kind), is => {
          choices.cannot = movements.filter(other => other === kind ? is : choices.cannot.includes(other));
        }, kind)))),
    make("div", { class: "actions" }, button, anotherWay));
}

function tick(text: string, isOn: boolean, changed: (isOn: boolean) => void, value = "") {
  const box = make("input", { type: "checkbox", ...value && { value } });
  box.checked = isOn;
  box.addEventListener("change", () => changed(box.checked));
  return make("label", { class: "tick" }, box, make("span", {}, text));
}

/** Where the person has let this page see cameras before, they may choose among several. */
async function offerCameras(place: HTMLElement, words: Words, choices: Choices) {
  const cameras = await listCameras();
  if (cameras.length < 2) return;
  const select = make("select", {}, ...cameras.map(({ id, name }) => make("option", { value: id, selected: id === choices.camera }, name)));
  select.addEventListener("change", () => { choices.camera = select.value; });
  place.append(make("label", { class: "field" }, make("span", {}, words.text("camera.choose")), select));
}
