// What is said, in the language of the person.

import type { Challenge, Guidance, Movement, Purpose } from "./contracts.js";
import { english, others, type Texts } from "./messages/all.js";
import { wordsOf } from "./problems.js";

const rightToLeft = new Set(["ar"]);
const loaded = new Map<string, Words>();

const baseOf = (tag: string) => tag.toLowerCase().split("-")[0] ?? "";

/** Words of one language; what it does not have is said in the server's own words. */
export class Words {
  readonly language: string;
  readonly #texts: Texts;
  #plurals?: Intl.PluralRules;

  private constructor(language: string, texts: Texts) {
    [this.language, this.#texts] = [language, texts];
  }

  /** The languages that there are. */
  static readonly languages: readonly string[] = ["en", ...Object.keys(others)];

  static readonly english = new Words("en", english);

  /** Words for a language tag such as "de-AT", if they are here already; English where there are none for it. */
  static here(tag: string): Words | undefined {
    return Object.hasOwn(others, baseOf(tag)) ? loaded.get(baseOf(tag)) : Words.english;
  }

  /** The same, loaded where they are not; English where they cannot be. */
  static async load(tag: string): Promise<Words> {
    const here = Words.here(tag);
    if (here) return here;
    const language = baseOf(tag);
    try {
      const words = new Words(language, (await others[language]!()).default);
      loaded.set(language, words);
      return words;
    } catch {
      return Words.english;
    }
  }

  get direction(): "rtl" | "ltr" { return rightToLeft.has(this.language) ? "rtl" : "ltr"; }

  /** The text of a key, with `{n}` filled in, or of `{n|one:a day|other:# days}` what fits; the key itself where there is none. */
  text(key: string, n?: number | string): string {
    return this.find(key, n) ?? key;
  }

  find(key: string, n?: number | string): string | undefined {
    return this.#texts[key]?.replace(/\{n(?:\|([^}]*))?\}/, (_, forms?: string) => forms ? this.#form(forms, Number(n)) : String(n));
  }

  #form(forms: string, n: number): string {
    this.#plurals ??= new Intl.PluralRules(this.language);
    const byKind = new Map(forms.split("|").map(form => form.split(":", 2) as [string, string]));
    return (byKind.get(this.#plurals.select(n)) ?? byKind.get("other") ?? "#").replace("#", String(n));
  }

  guidance({ code, text, detail }: Guidance): string {
    return (detail ? this.find(`guidance.${code}.${detail}`) : undefined) ?? this.find("guidance." + code) ?? text;
  }

  challenge({ kind, count, text }: Challenge): string {
    return (count > 1 ? this.find(`challenge.${kind}.many`, count) : undefined) ?? this.find("challenge." + kind) ?? text;
  }

  movement(kind: Movement): string { return this.text("kind." + kind); }

  reason(code: string): string { return this.find("reason." + code) ?? code; }

  /** Title and text of a problem. */
  problem(code: string, said: string): [string, string] {
    const key = "problem." + wordsOf(code);
    return [this.find(key) ?? this.text("problem.other"), this.find(key + ".text") ?? said];
  }

  /** Title and text of a result. */
  result(purpose: Purpose | "", accepted: boolean): [string, string] {
    if (accepted) return [this.text("result." + (purpose || "verify")), this.text(`result.${purpose || "verify"}.text`)];
    return [this.text("result.rejected"), this.text(purpose === "enroll" ? "result.rejected.enroll" : "result.rejected.text")];
  }
}
