// The languages: English is always there, each other is loaded where it is wanted; the build makes a module of each message file.

import en from "./en.json";

export type Texts = Record<string, string>;

export const english: Texts = en;

/** All languages but English, by their names. */
export const others: Record<string, () => Promise<{ default: Texts }>> = {
  ar: () => import("./ar.json"),
  de: () => import("./de.json"),
  es: () => import("./es.json"),
  fr: () => import("./fr.json"),
  hi: () => import("./hi.json"),
  ja: () => import("./ja.json"),
  zh: () => import("./zh.json"),
};
