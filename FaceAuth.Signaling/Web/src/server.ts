// Where the server is, what it keeps, and what a session is for.

import type { Purpose } from "./contracts.js";
import { Problem } from "./problem.js";

// dist/face-auth.js or /component/face-auth.js: the server is a folder up, whatever path a proxy puts before it
const home = () => new URL("../", import.meta.url);

/** The server's address, a folder; that of this file's server where none is named. Throws a Problem where it is no web address. */
export function serverAt(endpoint?: string | URL | null): URL {
  const address = read(endpoint ?? home());
  if (!address || !/^https?:$/.test(address.protocol)) {
    throw new Problem("bad_endpoint", `The endpoint "${String(endpoint)}" is no web address. Set one such as https://face.example.org.`);
  }
  if (!address.pathname.endsWith("/")) address.pathname += "/";
  return address;
}

function read(address: string | URL): URL | null {
  try {
    return new URL(address, document.baseURI);
  } catch {
    return null;
  }
}

/** For how many days a server may keep pictures of a session; 0 for none, null where it does not say. */
export async function pictureDays(server: URL): Promise<number | null> {
  try {
    const answer = await fetch(new URL("v1/consent", server), { credentials: "omit" });
    return answer.ok ? (await answer.json() as { pictures?: { days: number } | null }).pictures?.days ?? 0 : null;
  } catch {
    return null;
  }
}

/** What a token's session is for, as the server says, whatever the page says; null where it cannot be asked. */
export async function purposeOf(server: URL, token: string): Promise<Purpose | null> {
  try {
    const answer = await fetch(new URL("v1/hosted-page", server), { credentials: "omit", headers: { Authorization: "Bearer " + token } });
    return answer.ok ? (await answer.json() as { purpose: Purpose }).purpose : null;
  } catch {
    return null;
  }
}

/** A token as it can be sent (RFC 6750), without what surrounds it; throws a Problem where there is none. */
export function tokenOf(given: unknown): string {
  const token = typeof given === "string" ? given.trim() : "";
  if (!token) throw new Problem("token_missing", "There is no session-token. Ask POST /v1/sessions for one and set it.");
  if (!/^[\w.~+/=-]+$/.test(token)) throw new Problem("token_invalid", "The session-token has characters that no token has.");
  return token;
}
