// The HTTP API: requests, tokens, and refusals as Problem errors.

const store = window.sessionStorage;
const key = "faceauth.account";
const home = new URL("../", import.meta.url);   // a proxy may serve all this below a path of its own

/** The address of something on the server, given from the page's own folder on: "v1/sessions", or "" for the page. */
export const addressOf = path => new URL(path, home);

/** A refusal: `code` is stable, `message` says what to do next. */
export class Problem extends Error {
  constructor(code, text) {
    super(text);
    this.name = "Problem";
    this.code = code;
  }
}

// A copy of a tab has a copy of its tokens, and a refresh token is good once: whoever gets a new pair tells the others.
const tabs = "BroadcastChannel" in window ? new BroadcastChannel(key) : null;
tabs?.addEventListener("message", ({ data }) => {
  if (data.renewed && data.renewed === account()?.refreshToken) remember(data.account);
});

let renewing = null;   // requests that run side by side wait for one new pair

/** Who is signed in: {userName, accessToken, refreshToken}, or null. */
export function account() {
  return JSON.parse(store.getItem(key) ?? "null");
}

/** Forgets who is signed in: their tokens are of no use any more. */
export function forget() {
  store.removeItem(key);
}

/** Ends this sign-in, and forgets who was signed in whatever the server says. */
export async function signOut() {
  const refreshToken = account()?.refreshToken;
  forget();
  try {
    await send("POST", "v1/auth/logout", { refreshToken });
  } catch { /* it has run out, or does so by itself */ }
}

export async function register(userName, password) {
  remember(await send("POST", "v1/auth/register", { userName, password }));
}

export async function login(userName, password) {
  remember(await send("POST", "v1/auth/login", { userName, password }));
}

/** Signs in with a passkey; `show` puts the server's question to it. */
export async function passkeyLogin(show) {
  remember(await send("POST", "v1/auth/passkey/login", await show(await send("POST", "v1/auth/passkey/options"))));
}

/** Asks for a link that sets a password; the answer says nothing about whether there is such an account. */
export async function askForLink(userName) {
  await send("POST", "v1/auth/reset-request", { userName });
}

/** Sets a password by a link's secret. */
export async function resetPassword(token, password) {
  await send("POST", "v1/auth/reset", { token, password });
}

/** Whose session a token is for, and where its person goes back to: {title, colour, returnTo}. */
export function hostedPage(token, back) {
  return send("GET", "v1/hosted-page" + (back ? "?return=" + encodeURIComponent(back) : ""), undefined, token);
}

/** An authorized request; refreshes the access token once when it has run out. */
export async function request(method, path, body) {
  try {
    return await send(method, path, body, account()?.accessToken);
  } catch (problem) {
    if (problem.code !== "token_expired") throw problem;
    try {
      await (renewing ??= renew().finally(() => renewing = null));
    } catch (refused) {
      if (refused.code !== "refresh_failed") throw refused;   // the server cannot be reached: who is signed in stays so
      forget();
      throw problem;
    }
    return send(method, path, body, account()?.accessToken);
  }
}

/** What keeps the server from working, [] when it is ready, as "parts"; which models it has, as "pack"; whether anybody may register, as "registration"; the mildest policy that may be chosen, as "leastPolicy"; whether links are mailed, as "mail"; whether there are a console and a description of the API, as "console" and "openApi". */
export async function readiness() {
  const answer = await reach("health/ready", {});
  const report = await answer.json();
  const parts = Object.entries(report.parts).filter(([, part]) => !part.ok).map(([name, part]) => ({ name, problem: part.problem }));
  return { parts, pack: report.pack, registration: report.registration, leastPolicy: report.leastPolicy, mail: report.mail, console: report.console, openApi: report.openApi };
}

/** What is to be agreed to before enrolling: {version, text}, either absent where the operator set none. */
export function consent() {
  return send("GET", "v1/consent");
}

/** The server's public signing keys. */
export async function keys() {
  return (await send("GET", ".well-known/jwks.json")).keys;
}

/** Reads a failed response as a Problem. */
export async function problemOf(response) {
  try {
    const problem = await response.json();
    if (problem.code) return new Problem(problem.code, problem.detail);
  } catch { /* not a problem document: a proxy answered */ }
  return new Problem("http_" + response.status, `The server answered with status ${response.status}. Try again in a moment.`);
}

async function renew() {
  const renewed = account()?.refreshToken;
  remember(await send("POST", "v1/auth/refresh", { refreshToken: renewed }));
  tabs?.postMessage({ renewed, account: account() });
}

function remember({ userName, accessToken, refreshToken }) {
  store.setItem(key, JSON.stringify({ userName, accessToken, refreshToken }));
}

async function send(method, path, body, token) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (token) headers.Authorization = "Bearer " + token;
  const response = await reach(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  if (!response.ok) throw await problemOf(response);
  return response.status === 204 || response.status === 202 ? null : response.json();
}

async function reach(path, init) {
  try {
    return await fetch(addressOf(path), init);
  } catch {
    throw new Problem("unreachable", "The server cannot be reached. Check your connection and try again.");
  }
}
