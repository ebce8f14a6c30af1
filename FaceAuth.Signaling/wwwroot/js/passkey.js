// Passkeys: signing in with one, adding one. The browser and its authenticator do the work; the server asks and checks.

import { Problem } from "./api.js";

/** Whether this browser has them, on this page: they need https or localhost. */
export const havePasskeys = () => typeof window.PublicKeyCredential?.parseRequestOptionsFromJSON === "function";

/** What the person's passkey says to a question of the server. */
export async function show({ state, options }) {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  return { state, credential: await ask(() => navigator.credentials.get({ publicKey })) };
}

/** A new passkey, as the server wants it. */
export async function make({ state, options }) {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  return { state, credential: await ask(() => navigator.credentials.create({ publicKey })) };
}

async function ask(how) {
  try {
    return (await how()).toJSON();
  } catch (fault) {
    if (fault.name === "InvalidStateError") throw new Problem("passkey_there", "This device has a passkey for your account already.");
    throw new Problem("passkey_left", "No passkey was chosen. Try again, or use your password.");
  }
}
