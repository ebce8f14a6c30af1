// The surround as a lamp: all of the page but the picture takes secret colours, and the server looks for them in the light on the face.

import type { Light } from "../contracts.js";

export class Surround {
  readonly #host: HTMLElement;
  readonly #style: CSSStyleDeclaration;
  #timers: ReturnType<typeof setTimeout>[] = [];

  /** `host` has `lit` while it is one; `lamp` takes the colours. */
  constructor(host: HTMLElement, lamp: HTMLElement) {
    this.#host = host;
    this.#style = lamp.style;
  }

  /** Takes the plan's colours one after another; a new plan takes the old one's place. */
  show({ moveMs, stayMs, colours }: Light): void {
    this.hide();
    this.#host.toggleAttribute("lit", true);
    this.#style.setProperty("--lit-move", `${moveMs}ms`);
    for (const { atMs, red, green, blue } of colours) {
      this.#after(atMs, () => this.#style.setProperty("--lit", `rgb(${red} ${green} ${blue})`));
    }
    const last = colours[colours.length - 1];
    this.#after((last?.atMs ?? 0) + stayMs, () => this.hide());
  }

  hide(): void {
    this.#timers.forEach(clearTimeout);
    this.#timers = [];
    this.#host.toggleAttribute("lit", false);
  }

  #after(time: number, act: () => void) {
    this.#timers.push(setTimeout(act, time));
  }
}
