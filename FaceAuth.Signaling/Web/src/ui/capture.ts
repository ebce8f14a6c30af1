// While the camera looks: the person's picture with the oval, what to do, how far it is.

import { steps, type Challenge, type ChallengeOver, type Guidance, type Progress } from "../contracts.js";
import type { Words } from "../words.js";
import type { Announcer } from "./announcer.js";
import { draw, make } from "./dom.js";
import { gesture } from "./gesture.js";
import { Mark } from "./mark.js";
import { Ring } from "./ring.js";

const overTime = 1_500;
const middle = "translate(150 186)";

// guidance that says no more than the challenge beside it
const isCalm = (code: string) => code === "hold_still" || code === "blink";

export class CaptureView {
  readonly element: HTMLElement;
  readonly #words: Words;
  readonly #announcer: Announcer;
  readonly #cue: (pattern: number[]) => void;
  readonly #video = make("video", { part: "video", autoplay: true, muted: true, playsinline: true });
  readonly #guidance = make("p", { class: "guidance", part: "guidance" });
  readonly #caption = make("div", { class: "caption", part: "caption", hidden: true });
  readonly #time = make("span", { class: "countdown", part: "countdown", "aria-hidden": "true" });
  readonly #asked = make("span");
  readonly #challenge = make("p", { class: "challenge", part: "challenge", hidden: true });
  readonly #bar: HTMLElement;
  readonly #items: Record<string, HTMLElement>;
  readonly #stage: HTMLElement;
  readonly #mark: Mark;
  readonly #ring: Ring;
  readonly #clock: ReturnType<typeof setInterval>;
  #status = "";
  #last: Guidance | null = null;
  #open: { text: string; until: number; kind: string } | null = null;
  #over: { text: string; until: number } | null = null;

  constructor(words: Words, announcer: Announcer, cue: (pattern: number[]) => void, cancel: () => void) {
    [this.#words, this.#announcer, this.#cue] = [words, announcer, cue];
    this.#video.muted = true;        // the attribute alone does not mute what is made by script, and iOS plays nothing else unasked
    this.#video.setAttribute("aria-label", words.text("camera.view"));
    const [ring, follow] = [draw("g", { class: "ring", transform: middle }), draw("g", { id: "follow", class: "follow", transform: middle })];
    [this.#ring, this.#mark] = [new Ring(ring, steps), new Mark(follow)];
    this.#stage = make("div", { class: "stage", part: "stage" }, this.#video,
      draw("svg", { class: "overlay", viewBox: "0 0 300 400", preserveAspectRatio: "xMidYMid slice", "aria-hidden": "true" },
        draw("defs", {}, draw("mask", { id: "outside" }, draw("rect", { width: 300, height: 400, fill: "#fff" }),
          draw("ellipse", { cx: 150, cy: 186, rx: 98, ry: 132, fill: "#000" }))),
        draw("rect", { class: "veil", width: 300, height: 400, mask: "url(#outside)" }), ring, follow),
      this.#caption);
    this.#challenge.append(this.#asked, this.#time);
    this.#bar = make("div", { class: "unseen", role: "progressbar", "aria-label": words.text("progress"), "aria-valuemin": 0, "aria-valuemax": 100 });
    this.#items = Object.fromEntries(steps.map(step => [step, make("li", { "data-step": step }, words.text("step." + step))]));
    const button = make("button", { type: "button", class: "secondary", part: "button cancel" }, words.text("cancel"));
    button.addEventListener("click", cancel);
    this.element = make("section", { class: "view capture", part: "capture", "aria-labelledby": "title" },
      make("h2", { id: "title", class: "unseen", tabindex: "-1" }, words.text("camera.choose")),
      this.#stage,
      make("div", { class: "words" }, this.#guidance, this.#challenge),
      make("ol", { class: "steps", part: "steps", "aria-label": words.text("steps") }, ...Object.values(this.#items)),
      this.#bar, button, make("slot", { name: "capture" }));
    this.progress({ type: "progress", value: 0, steps: {} });
    this.status("say.allow");
    this.#clock = setInterval(() => this.#speak(), 1000);
    // a turned phone gives another picture, and some browsers stop to play it
    screen.orientation?.addEventListener?.("change", this.#play);
    document.addEventListener("visibilitychange", this.#play);
  }

  /** Shows the camera's picture. */
  show(stream: MediaStream): void {
    this.#video.srcObject = stream;
    this.#play();
  }

  /** What to say while the server says nothing. */
  status(key: string): void {
    this.#status = key;
    this.#speak();
  }

  guidance(message: Guidance): void {
    this.#last = message;
    this.#speak();
  }

  challenge(message: Challenge): void {
    this.#open = { text: this.#words.challenge(message), until: performance.now() + message.deadlineMs, kind: message.kind };
    this.#over = null;
    this.#caption.replaceChildren(gesture(message.kind));
    if (message.path) this.#mark.follow(message.path);
    this.#cue([120]);
    this.#speak();
  }

  challengeOver({ answered }: ChallengeOver): void {
    this.#open = null;
    this.#mark.hide();
    this.#over = { text: this.#words.text(answered ? "over.good" : "over.bad"), until: performance.now() + overTime };
    this.#cue(answered ? [40, 60, 40] : [300]);
    this.#speak();
  }

  progress({ value, steps: done }: Progress): void {
    const percent = Math.round(value * 100);
    this.#bar.setAttribute("aria-valuenow", String(percent));
    for (const step of steps) {
      const share = done[step] ?? 0;
      this.#ring.set(step, share);
      const item = this.#items[step]!;
      if (item.dataset.done === String(share >= 1)) continue;
      item.dataset.done = String(share >= 1);
      item.querySelector(".unseen")?.remove();
      if (share >= 1) item.append(make("span", { class: "unseen" }, " " + this.#words.text("step.done")));
    }
  }

  close(): void {
    clearInterval(this.#clock);
    this.#mark.hide();
    this.#video.srcObject = null;
    screen.orientation?.removeEventListener?.("change", this.#play);
    document.removeEventListener("visibilitychange", this.#play);
  }

  readonly #play = () => { if (this.#video.srcObject && this.#video.paused) this.#video.play().catch(() => {}); };

  /** The big words are what to do now: what is wrong with the picture first, then what is asked for. */
  #speak() {
    const now = performance.now();
    const left = this.#open ? Math.ceil((this.#open.until - now) / 1000) : 0;
    if (left <= 0) this.#open = null;
    if (this.#over && this.#over.until <= now) this.#over = null;
    const [open, last] = [this.#open, this.#last];
    const calm = !last || isCalm(last.code);
    const guidance = last && this.#words.guidance(last);
    const text = this.#status ? this.#words.text(this.#status)
      : (calm ? open?.text ?? this.#over?.text : undefined) ?? guidance ?? this.#words.text("say.look");
    if (this.#guidance.textContent !== text) this.#guidance.textContent = text;
    this.#announcer.say(open && !calm ? `${text} ${open.text}` : text);
    this.#challenge.hidden = !open;
    this.#asked.textContent = open && !calm ? `${open.text} ` : "";
    this.#time.textContent = this.#words.text("seconds", left);
    this.#caption.hidden = !open || open.kind === "pursuit";   // the mark shows itself
    if (!open) this.#caption.replaceChildren();
    this.#stage.dataset.guidance = last?.code ?? "";
    this.#stage.dataset.challenge = open?.kind ?? "";
  }
}
