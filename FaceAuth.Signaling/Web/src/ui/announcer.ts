// What a screen reader is told, at a pace that it keeps up with: the newest words win, and nothing is said twice in a row.

const pace = 2_000;

export class Announcer {
  readonly #region: HTMLElement;
  readonly #isSpoken: () => boolean;
  #language = "en";
  #said = "";
  #next = "";
  #last = -pace;
  #timer?: ReturnType<typeof setTimeout>;

  /** `region` is a live one; `isSpoken` says whether the page itself shall read aloud. */
  constructor(region: HTMLElement, isSpoken: () => boolean) {
    this.#region = region;
    this.#isSpoken = isSpoken;
  }

  set language(value: string) { this.#language = value; }

  say(text: string): void {
    this.#next = text;
    const wait = this.#last + pace - performance.now();
    if (wait <= 0) return this.#speak();
    this.#timer ??= setTimeout(() => this.#speak(), wait);
  }

  /** Forgets what waits to be said. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#said = this.#region.textContent = "";
    if (this.#isSpoken()) window.speechSynthesis?.cancel();
  }

  #speak() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#next === this.#said) return;
    this.#last = performance.now();
    this.#said = this.#region.textContent = this.#next;
    if (!this.#isSpoken() || !window.speechSynthesis) return;
    const words = new SpeechSynthesisUtterance(this.#next);
    words.lang = this.#language;
    speechSynthesis.cancel();
    speechSynthesis.speak(words);
  }
}
