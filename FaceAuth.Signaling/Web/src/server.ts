// Where the server is, and what it keeps.

// dist/face-auth.js or /component/face-auth.js: the server is a folder up, whatever path a proxy puts before it
const home = () => new URL("../", import.meta.url);

/** The server's address, a folder; that of this file's server where none is named. */
export function serverAt(endpoint?: string | URL | null): URL {
  const address = new URL(endpoint ?? home(), document.baseURI);
  if (!address.pathname.endsWith("/")) address.pathname += "/";
  return address;
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
