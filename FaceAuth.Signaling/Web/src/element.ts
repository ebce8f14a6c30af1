// <face-auth>: a session with a face. It explains, asks for the camera when told to, shows what to do, and says how it ended.

import type { Access, AccessSource, Purpose, ServerMessage } from "./contracts.js";
import { isHarmless, Problem } from "./problem.js";
import { isUndecided, saysAgain } from "./problems.js";
import { pictureDays, purposeOf, serverAt, tokenOf } from "./server.js";
import { FaceAuthSession } from "./session.js";
import { Announcer } from "./ui/announcer.js";
import { CaptureView } from "./ui/capture.js";
import { make } from "./ui/dom.js";
import { makeEnd } from "./ui/end.js";
import { firstChoices, makeIntro, type Choices } from "./ui/intro.js";
import { Surround } from "./ui/light.js";
import styleText from "./ui/styles.css";
import { Words } from "./words.js";

/** Which of its views an element shows. */
export type View = "intro" | "capture" | "result";

const asPurpose = (text: string | null): Purpose | "" => text === "enroll" || text === "verify" || text === "identify" ? text : "";

let styles: CSSStyleSheet | undefined;

// constructed, because pages whose Content-Security-Policy is strict take no style elements
function sharedStyles(): CSSStyleSheet {
  if (!styles) {
    styles = new CSSStyleSheet();
    styles.replaceSync(styleText);
  }
  return styles;
}

/**
 * Attributes: `session-token`, `endpoint`, `purpose`, `lang`, `another-way`. Events, none of which bubbles: `view`, `message`, `guidance`,
 * `progress`, `challenge`, `result`, `error` ({code, text}), `done`, `another-way`. Slots: `intro`, `capture`, `actions`, `result`,
 * `another-way`.
 */
export class FaceAuthElement extends HTMLElement {
  static readonly observedAttributes = ["session-token", "endpoint", "purpose", "lang", "another-way"];

  /** Gives a token when the camera is open; takes the place of `session-token`. With it a person may try again. */
  access: AccessSource | null = null;

  /** Relays, as the answer to POST /v1/sessions has them; for `session-token`. */
  iceServers: RTCIceServer[] = [];

  readonly #root = make("div", { class: "root" });
  readonly #announcer: Announcer;
  readonly #surround: Surround;
  #words = Words.english;
  #choices: Choices = firstChoices();
  #session: FaceAuthSession | null = null;
  #fingerprints: FaceAuthSession["fingerprints"] = { local: null, remote: null };
  #capture: CaptureView | null = null;
  #view: View | null = null;
  #told: Purpose | "" = "";      // what the server says the session is for
  #dark = 0;                     // how often more light was asked for, against all guidance
  #lit = 0;
  #turn = 0;                     // of languages that are loaded, the one asked for last counts
  #isUsed = false;               // whether the attribute's token was

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: "open", delegatesFocus: false });
    shadow.adoptedStyleSheets = [sharedStyles()];
    const [lamp, region] = [make("div", { class: "lamp" }), make("div", { class: "unseen", role: "status", "aria-live": "polite" })];
    this.#announcer = new Announcer(region, () => this.#choices.speak);
    this.#root.append(lamp, make("div", { class: "place" }), region);
    shadow.append(this.#root);
    // the lamp's colours are the veil's too
    this.#surround = new Surround(this, this.#root);
  }

  get view(): View | null { return this.#view; }

  /** The session that runs; null for none. */
  get session(): FaceAuthSession | null { return this.#session; }

  /** The certificates' fingerprints of the last session's connection. */
  get fingerprints(): FaceAuthSession["fingerprints"] { return this.#fingerprints; }

  connectedCallback(): void {
    window.addEventListener("pagehide", this.#leave);
    if (!this.#view) this.reset();
  }

  disconnectedCallback(): void {
    window.removeEventListener("pagehide", this.#leave);
    this.#stop()?.cancel();
    this.#announcer.stop();
    this.#view = null;
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (before === now || !this.isConnected) return;
    if (name === "session-token") this.#isUsed = false;
    const isMended = name === "session-token" || name === "endpoint" && this.getAttribute("code") === "bad_endpoint";
    if (this.#view === "result" && isMended) return this.reset();
    if (this.#view === "intro") this.reset();
  }

  /** Shows what will happen, with the button that starts it. A session that runs is left. */
  reset(): void {
    this.#stop()?.cancel();
    this.#told = "";
    const language = this.getAttribute("lang") ?? this.closest<HTMLElement>("[lang]")?.lang ?? navigator.language;
    const here = Words.here(language);
    if (here) return this.#open(here);
    const turn = ++this.#turn;
    void Words.load(language).then(words => { if (turn === this.#turn && this.isConnected) this.#open(words); });
  }

  #open(words: Words) {
    this.#turn++;
    this.#words = words;
    this.#announcer.language = this.#root.lang = words.language;
    this.#root.dir = words.direction;
    const purpose = asPurpose(this.getAttribute("purpose"));
    try {
      const server = serverAt(this.getAttribute("endpoint"));
      const told = { pictureDays: pictureDays(server), purpose: this.#askPurpose(server) };
      this.#show("intro", "idle", makeIntro(words, purpose, this.#choices, told, () => void this.start(), this.#anotherWay()));
    } catch (fault) {
      this.#fail(Problem.of(fault));
    }
  }

  async #askPurpose(server: URL) {
    try {
      return this.access ? null : await purposeOf(server, tokenOf(this.getAttribute("session-token")));
    } catch {
      return null;   // what is wrong with the token is told when it is used
    }
  }

  /** Opens the camera and runs the session; call it in a click of the person's, if the element's own button is not to be used. */
  async start(): Promise<void> {
    if (!this.isConnected) throw new Error("<face-auth> is not in a document.");
    this.#stop()?.cancel();
    this.#turn++;
    [this.#dark, this.#lit] = [0, 0];
    const given: Access | AccessSource = this.access ?? { token: this.getAttribute("session-token") ?? "", iceServers: this.iceServers };
    const { pursuit, light, cannot, camera } = this.#choices;
    const session = this.#session = new FaceAuthSession({
      access: given,
      ...this.getAttribute("endpoint") && { endpoint: this.getAttribute("endpoint")! },
      pursuit, light, cannot, ...camera && { camera },
    });
    const capture = this.#capture = new CaptureView(
      this.#words, this.#announcer, pattern => { if (this.#choices.vibrate) navigator.vibrate?.(pattern); }, () => this.cancel());
    this.#listen(session, capture);
    this.#show("capture", "connecting", capture.element);
    await session.start();
  }

  /** Leaves the session that runs and says `done`; a page that prevents its default shows something else itself. */
  cancel(): void {
    if (this.#session?.hasOffered) this.#isUsed = true;
    this.#stop()?.cancel();
    if (!this.#say("done", { cancelled: true }, true)) return;
    if (this.#mayStartAgain()) return this.reset();
    const [title, text] = this.#words.problem("cancelled", "");
    this.#end("error", "cancelled", title, this.#withLink(text), [], false);
  }

  /** Words of its messages in its language, for a page that says more around it. */
  text(key: string, n?: number | string): string { return this.#words.text(key, n); }

  /** Puts the focus where reading starts. */
  override focus(options?: FocusOptions): void {
    this.#root.querySelector<HTMLElement>("h2")?.focus(options);
  }

  readonly #leave = () => this.#session?.cancel();

  #listen(session: FaceAuthSession, capture: CaptureView) {
    session.on("camera", stream => capture.show(stream));
    session.on("state", state => {
      if (state === "connecting") capture.status("say.connecting");
      if (state === "moving") capture.status("say.moving");
      if (state === "running") {
        capture.status("");
        this.setAttribute("state", "running");
      }
    });
    session.on("hello", ({ purpose }) => { this.#told = purpose; });
    session.on("guidance", message => {
      if (message.code === "more_light") this.#dark++;
      else this.#lit++;
      capture.guidance(message);
    });
    session.on("challenge", message => capture.challenge(message));
    session.on("challenge_over", message => capture.challengeOver(message));
    session.on("progress", message => capture.progress(message));
    session.on("light", message => this.#surround.show(message));
    session.on("message", message => this.#tell(message));
    session.on("result", ({ accepted, reasons }) => this.#finish(accepted, reasons));
    session.on("error", problem => this.#fail(problem));
  }

  /** Tells the page what the server said; how it ended is told once it is shown. */
  #tell(message: ServerMessage) {
    this.#say("message", message);
    if (message.type === "guidance" || message.type === "progress" || message.type === "challenge") this.#say(message.type, message);
    if (message.type === "result") queueMicrotask(() => this.#say("result", message));
  }

  #finish(accepted: boolean, reasons: string[]) {
    this.#isUsed = true;
    const purpose = this.#told || asPurpose(this.getAttribute("purpose"));
    const isDark = !accepted && this.#dark > this.#lit && reasons.some(code => code === "poor_quality" || code === "timed_out");
    const [first, ...others] = reasons;
    const isOpen = !accepted && isUndecided(first);
    const [title, text] = isOpen ? [this.#words.problem(first, "")[0], this.#words.reason(first)]
      : isDark ? [this.#words.text("result.dark"), this.#words.text("result.dark.text")] : this.#words.result(purpose, accepted);
    const mayAgain = !accepted && this.#mayStartAgain();
    const said = accepted || mayAgain ? text : this.#withLink(text);
    this.#end(accepted ? "accepted" : "rejected", "", title, said, isOpen ? others : reasons, mayAgain);
  }

  #fail(problem: Problem) {
    if (!isHarmless(problem.code, this.#session?.hasOffered ?? false)) this.#isUsed = true;
    const [title, text] = this.#words.problem(problem.code, problem.message);
    const mayAgain = this.#mayStartAgain() && problem.code !== "bad_endpoint";   // which only the page can mend
    this.#end("error", problem.code, title, !mayAgain && saysAgain(problem.code) ? this.#withLink(text) : text, [], mayAgain);
    this.#say("error", { code: problem.code, text: problem.message });
  }

  #end(state: string, code: string, title: string, text: string, reasons: string[], mayAgain: boolean) {
    this.#stop();
    const button = (key: string, kind: string, part: string, act: () => void) => {
      const made = make("button", { type: "button", class: kind, part: "button " + part }, this.#words.text(key));
      made.addEventListener("click", act);
      return made;
    };
    const again = button("again", "primary", "again", () => void this.#again(code));
    const done = button("done", "secondary", "done", () => this.#say("done", { cancelled: false }));
    const isGood = state === "accepted";
    this.#show("result", state, makeEnd({
      title, text, isGood, reasons: reasons.map(reason => ({ code: reason, text: this.#words.reason(reason) })),
      actions: [...mayAgain ? [again] : [], done, isGood ? "" : this.#anotherWay()],
    }), code);
  }

  /** What the person chose is chosen anew where that was the trouble; otherwise the camera opens at once. */
  #again(code: string) {
    return code === "policy_not_possible" ? this.reset() : this.start();
  }

  /** Where a token is used up, "again" needs another one. */
  #withLink(text: string) { return `${text} ${this.#words.text("new_link")}`; }

  #mayStartAgain() { return this.access !== null || !this.#isUsed; }

  #anotherWay() {
    if (!this.hasAttribute("another-way")) return make("slot", { name: "another-way" });
    const button = make("button", { type: "button", class: "plain", part: "button another-way" }, this.#words.text("another_way"));
    button.addEventListener("click", () => this.#say("another-way", {}));
    return make("slot", { name: "another-way" }, button);
  }

  #stop() {
    this.#surround.hide();
    this.#capture?.close();
    const ended = this.#session;
    if (ended) this.#fingerprints = ended.fingerprints;
    [this.#capture, this.#session] = [null, null];
    return ended;
  }

  #show(view: View, state: string, element: HTMLElement, code = "") {
    const isFirst = this.#view === null;
    const hadFocus = this.shadowRoot!.activeElement !== null;
    const had = this.#view;
    this.#view = view;
    this.setAttribute("view", view);
    this.setAttribute("state", state);
    if (code) this.setAttribute("code", code);
    else this.removeAttribute("code");
    if (view !== "capture") this.#announcer.stop();
    this.#root.querySelector(".place")!.replaceChildren(element);
    this.#say("view", { view, state, code });
    // where reading starts; a page that just opened keeps its own
    if (!isFirst && had !== view || hadFocus) this.focus({ preventScroll: true });
    // on a phone that lies on its side, whatever stands above would leave no room for the picture
    if (view === "capture" && had !== view) element.scrollIntoView({ block: "nearest" });
    if (view === "result" && this.#choices.speak) {
      this.#announcer.say([element.querySelector("h2"), element.querySelector(".lead")].map(part => part?.textContent).join(" "));
    }
  }

  #say(name: string, detail: unknown, cancelable = false) {
    return this.dispatchEvent(new CustomEvent(name, { detail, cancelable }));
  }
}
