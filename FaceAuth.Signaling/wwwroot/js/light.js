// The page's surround as a lamp: it takes secret colours, and the server looks for them in the light on the face.

const stays = 1000;   // the last colour, for the pictures that are on their way

export class Surround {
  #timers = [];

  /** Takes the colours of `plan`, {moveMs, colours: [{atMs, red, green, blue}]}, one after another; a new plan takes the old one's place. */
  show({ moveMs, colours }) {
    this.hide();
    document.body.dataset.lit = "";
    document.body.style.setProperty("--lit-move", `${moveMs}ms`);
    for (const { atMs, red, green, blue } of colours) {
      this.#after(atMs, () => document.body.style.setProperty("--lit", `rgb(${red} ${green} ${blue})`));
    }
    this.#after(colours.at(-1).atMs + stays, () => this.hide());
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
