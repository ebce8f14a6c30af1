// The page's surround as a lamp: it takes secret colours, and the server looks for them in the light on the face.

export class Surround {
  #timers = [];

  /** Takes the colours of `plan`, {moveMs, stayMs, colours: [{atMs, red, green, blue}]}, one after another; a new plan takes the old one's place. */
  show({ moveMs, stayMs, colours }) {
    this.hide();
    document.body.dataset.lit = "";
    document.body.style.setProperty("--lit-move", `${moveMs}ms`);
    for (const { atMs, red, green, blue } of colours) {
      this.#after(atMs, () => document.body.style.setProperty("--lit", `rgb(${red} ${green} ${blue})`));
    }
    this.#after(colours.at(-1).atMs + stayMs, () => this.hide());
  }

  hide() {
    this.#timers.forEach(clearTimeout);
    this.#timers = [];
    delete document.body.dataset.lit;
  }

  #after(time, act) {
    this.#timers.push(setTimeout(act, time));
  }
}
