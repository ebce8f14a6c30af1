// The page: which view is shown, and what its buttons do. The body says both to tests and styles:
// data-view = loading | sign-in | home | intro | capture | result | left, of which <face-auth> shows three;
// data-state = idle | connecting | running | accepted | rejected | error (then data-code names the problem).

import * as api from "./api.js";
import { claimsOf } from "./verdict.js";
import { showVerdict } from "./verdict-view.js";
import { $, element, list } from "./dom.js";
import * as passkeys from "./passkey.js";
import * as words from "./words.js";
import * as saw from "./saw.js";

const maxMessages = 500;
const leaveSeconds = 20;   // who reads slowly has time to stay (WCAG 2.2.1)

/** For whoever embeds or drives this page: what was said in the running session, and how it ended. */
const record = window.faceauth = { session: null, messages: [], verdict: null, problem: null };

let given = null;      // the session that was asked for: {id, nonce, …}
let clock = null;
let consent = null;    // what is to be agreed to before enrolling: {version, text}
let isInvited = false; // by a service's link
let back = null;       // where that service wants the person back
let party = "";        // what it is called
let way = null;        // the link that leads there
let leaving = null;    // the timer that leads there

const face = $("face");

start();

async function start() {
  wire();
  void showKept();
  showReadiness(await api.readiness().catch(problem => ({ parts: [{ name: "server", problem: problem.message }] })));
  const link = invitation();
  if (link) return showInvited(link);
  if (api.account()) return showHome();
  show("sign-in");
}

function wire() {
  $("sign-in-form").addEventListener("submit", signIn);
  // not the form's changes: a field left by the click on the button would hide the error above it, and the button would move from under the click
  for (const mode of $("sign-in-form").elements.mode) mode.addEventListener("change", changeMode);
  $("sign-out").addEventListener("click", async () => { await api.signOut(); location.reload(); });
  $("passkey-sign-in").addEventListener("click", passkeySignIn);
  $("passkey-sign-in").hidden = !passkeys.havePasskeys();
  $("passkey-add").addEventListener("click", addPasskey);
  $("passkey-add").hidden = !passkeys.havePasskeys();
  $("enroll").addEventListener("click", () => run("enroll"));
  $("verify").addEventListener("click", () => run("verify"));
  $("erase").addEventListener("click", erase);
  $("verify-now").addEventListener("click", async () => { run("verify"); await face.start(); });
  $("stats").addEventListener("toggle", askForStats);
  face.addEventListener("view", ({ detail }) => follow(detail));
  face.addEventListener("message", ({ detail }) => receive(detail));
  face.addEventListener("error", ({ detail }) => fail(detail));
  face.addEventListener("done", goHome);
  $("stay").addEventListener("click", stay);
  for (const touch of ["pointerdown", "keydown", "wheel"]) {
    // who goes does not stay, and what is pressed does not move
    addEventListener(touch, ({ target }) => { if (!target.closest?.(".way")) stay(); }, { passive: true });
  }
  addEventListener("focusin", ({ target }) => { if (target.closest(".outcome")) stay(); });
}

const inSession = new Set(["intro", "capture", "result"]);

/** Shows one view and puts the focus where reading starts. */
function show(view, state = "idle") {
  document.body.dataset.view = view;
  setState(state);
  for (const section of document.querySelectorAll("main > section")) section.hidden = section.id !== "view-" + (inSession.has(view) ? "session" : view);
  const who = api.account();
  $("account").hidden = !who || isInvited;
  $("account-name").textContent = who?.userName ?? "";
  document.querySelector(`#view-${view} h1`)?.focus({ preventScroll: true });
}

function setState(state, code = "") {
  document.body.dataset.state = state;
  document.body.dataset.code = code;
}

function showReadiness({ parts, pack, registration, leastPolicy, console, openApi }) {
  $("starter").hidden = parts.length > 0 || pack !== "starter";
  $("not-ready").hidden = parts.length === 0;
  if (registration === "closed") closeRegistration();
  $("to-api").hidden = openApi !== "open";
  $("to-console").hidden = console !== "open";
  offerPolicies(leastPolicy);
  $("not-ready-parts").replaceChildren(...parts.map(({ name, problem }) => element("li", `${words.partNames[name] ?? name}: ${problem}`)));
}

/** What the server would refuse is not offered. */
function offerPolicies(least) {
  const mildestFirst = ["passive", "standard", "strict"];
  for (const choice of document.querySelectorAll("#policy [name=policy]")) {
    const isTooMild = mildestFirst.indexOf(choice.value) < mildestFirst.indexOf(least);
    choice.disabled = choice.parentElement.hidden = isTooMild;
    if (choice.value === least && document.querySelector("#policy [name=policy]:checked")?.disabled !== false) choice.checked = true;
  }
}

// --- account ---

/** Where only the operator makes accounts, nobody is offered one first. */
function closeRegistration() {
  $("sign-in-form").elements.mode.value = "login";
  $("sign-in-modes").hidden = true;
  $("sign-in-text").textContent = "With the account that was made for you. Then a few seconds in front of the camera.";
  $("no-account").hidden = false;
  changeMode();
}

function changeMode() {
  const isNew = $("sign-in-form").elements.mode.value === "register";
  $("sign-in-submit").textContent = isNew ? "Create account" : "Sign in";
  $("password").autocomplete = isNew ? "new-password" : "current-password";
  $("password-hint").hidden = !isNew;
  $("forgot").hidden = isNew;
  showSignInProblem(null);
}

/** Says what was refused, and puts the focus where it can be mended. */
function showSignInProblem(problem) {
  $("sign-in-error").textContent = problem?.message ?? "";
  $("sign-in-error").hidden = !problem;
  const wrong = words.refusedField(problem?.code);
  for (const id of ["user-name", "password"]) $(id).setAttribute("aria-invalid", id === wrong);
  if (wrong) $(wrong).focus();
}

async function signIn(event) {
  event.preventDefault();
  const { mode, userName, password } = $("sign-in-form").elements;
  $("sign-in-submit").disabled = true;
  showSignInProblem(null);
  try {
    await (mode.value === "register" ? api.register : api.login)(userName.value.trim(), password.value);
    password.value = "";
    await showHome();
  } catch (problem) {
    showSignInProblem(problem);
    setState("idle", problem.code);
  } finally {
    $("sign-in-submit").disabled = false;
  }
}

async function passkeySignIn() {
  $("passkey-sign-in").disabled = true;
  showSignInProblem(null);
  try {
    await api.passkeyLogin(passkeys.show);
    await showHome();
  } catch (problem) {
    showSignInProblem(problem);
    setState("idle", problem.code);
  } finally {
    $("passkey-sign-in").disabled = false;
  }
}

async function addPasskey() {
  $("passkey-add").disabled = true;
  try {
    const made = await passkeys.make(await api.request("POST", "v1/account/passkeys/options"));
    await api.request("POST", "v1/account/passkeys", made);
    await showHome("Your passkey is added. It signs you in without a password.");
  } catch (problem) {
    await showHome(problem.message);
    setState("idle", problem.code);
  } finally {
    $("passkey-add").disabled = false;
  }
}

async function showHome(status = "") {
  let isEnrolled = false;
  try {
    isEnrolled = (await api.request("GET", "v1/subjects")).subjects.some(subject => subject.enrolled);
  } catch (problem) {
    if (["token_expired", "token_invalid", "account_removed", "account_disabled"].includes(problem.code)) {
      api.forget();
      show("sign-in");
      const isGone = problem.code.startsWith("account_");
      return showSignInProblem({ message: isGone ? problem.message : "You are no longer signed in. Sign in again." });
    }
    status = problem.message;
  }
  $("home-title").textContent = isEnrolled ? "Your face is enrolled" : "Enrol your face";
  $("home-text").textContent = isEnrolled
    ? "Verify whenever you like. It takes a few seconds."
    : "Look into the camera for a few seconds. What is kept of your face is a protected template.";
  $("enroll").hidden = isEnrolled;
  await showConsent(!isEnrolled);
  $("verify").hidden = !isEnrolled;
  $("erase").hidden = !isEnrolled;
  $("home-status").textContent = status;
  $("home-status").hidden = !status;
  show("home");
}

/** What the operator wants agreed to before anybody is enrolled; nothing where there is no such text. */
async function showConsent(isAsked) {
  if (isAsked) consent = await api.consent().catch(() => null);
  $("consent").hidden = !isAsked || !consent?.version;
  $("consent-text").textContent = consent?.text ?? "";
  $("consent-version").textContent = consent?.version ?? "";
  $("consent-agreed").checked = false;
}

async function erase() {
  if (!window.confirm("Erase your face data? You will have to enrol again.")) return;
  try {
    await api.request("DELETE", "v1/subjects/me");
    await showHome("Your face data is erased.");
  } catch (problem) {
    await showHome(problem.message);
  }
}

// --- a session begun elsewhere: a relying party sends its user to /#token=…&nonce=…&return=…&ice=[…] ---

function invitation() {
  const given = new URLSearchParams(location.hash.slice(1));
  const token = given.get("token");
  if (!token) return null;
  history.replaceState(null, "", location.pathname);   // used once; it need not stay in the history
  try {
    return {
      id: claimsOf(token).sid, token, nonce: given.get("nonce"), back: given.get("return"), iceServers: JSON.parse(given.get("ice") ?? "[]"),
    };
  } catch {
    return { id: null, token, nonce: null, iceServers: [] };
  }
}

async function showInvited(access) {
  isInvited = true;
  document.body.dataset.invited = "";
  $("stats").hidden = true;   // how the server works is the demo page's to show
  try {
    showParty(await api.hostedPage(access.token, access.back));
  } catch (problem) {
    if (badLinks[problem.code]) return refuseLink(problem);   // nobody is asked for a face in vain
  }
  const isEnglish = /^en\b/i.test(navigator.language);
  if (isEnglish) $("invited").slot = $("invited-pictures").slot = "intro";
  else face.setAttribute("lang", navigator.language);   // its own words say the same
  Object.assign(face, { access: null, iceServers: access.iceServers ?? [] });
  face.setAttribute("session-token", access.token);
  open(access);
}

/** Whoever is filmed knows before that pictures may be kept, and how long. */
async function showKept() {
  const told = await api.consent().catch(() => null);
  if (told && !told.pictures) $("invited-pictures").textContent = "It is looked at as it comes, then forgotten.";
  $("invited-pictures").hidden = !told;
  if (!told?.pictures) return;
  const { pictures } = told;
  const time = pictures.days === 1 ? "a day" : `${pictures.days} days`;
  for (const place of document.querySelectorAll(".kept-pictures")) {
    place.textContent = `A few pictures may be kept, sealed, so that people can look at the decision again: for ${time} at most.`;
    place.hidden = false;
  }
}

/** Whose session it is, as the operator says; the server's own look where it says nothing. */
function showParty({ title, colour, returnTo, purpose }) {
  back = returnTo ?? null;
  face.setAttribute("purpose", purpose);
  party = title ?? "";
  if (back) {
    way = Object.assign(element("a", ""), { href: back });
    $("going-back").before(way);
    document.body.dataset.back = "";   // which does what "Done" would
  }
  if (title) {
    $("brand-name").textContent = title;
    $("invited").textContent = $("invited").textContent.replace("A service", () => title);   // its name may have $ in it
  }
  if (colour) {
    document.documentElement.style.setProperty("--brand", colour);
    document.documentElement.dataset.branded = "";
  }
}

/** The one way back, beside or in place of what else there is to do. */
function showWay({ view, state }) {
  const isLast = view === "result" && !face.shadowRoot.querySelector("[part~=again]");
  way.textContent = face.text("go_back", party);
  way.className = `${isLast ? "primary" : "secondary"} way`;
  way.slot = state === "accepted" ? "actions" : "another-way";
}

/** What the person is asked to do, in the words and the language of the element, and for whom. */
function showPurpose() {
  document.title = `${face.shadowRoot.querySelector("h2").textContent} · ${$("brand-name").textContent}`;
}

const badLinks = {
  return_not_allowed: "The service that sent you has to mend it: it names an address to go back to that is not allowed here.",
  token_invalid: "It is not whole, or not made for this server. Ask the service that sent you for a new one.",
  token_expired: "It was not opened in time. Ask the service that sent you for a new one.",
  session_unknown: "What it was made for is not there any more. Ask the service that sent you for a new one.",
  session_expired: "It was not opened in time. Ask the service that sent you for a new one.",
  session_used: "It has been used, and works once. Ask the service that sent you for a new one.",
  session_ended: "What it was made for is over. Ask the service that sent you for a new one.",
};

function refuseLink(problem) {
  record.problem = { code: problem.code, text: problem.message };
  $("left-title").textContent = "This link cannot be used";
  $("left-text").textContent = badLinks[problem.code];
  show("left", "error");
  setState("error", problem.code);
}

// --- a session ---

function run(purpose) {
  const policy = document.querySelector("#policy [name=policy]:checked").value;
  if (purpose === "enroll" && consent?.version && !$("consent-agreed").checked) {
    $("consent-agreed").focus();
    $("home-status").textContent = "Tick that you agree, then enrol.";
    $("home-status").hidden = false;
    return;
  }

  const agreed = purpose === "enroll" && consent?.version ? { version: consent.version, language: "en" } : undefined;
  face.setAttribute("purpose", purpose);
  face.access = async () => given = await api.request("POST", "v1/sessions", { purpose, policy, consent: agreed });
  open(null);
}

function open(access) {
  given = access;
  face.reset();
  face.focus({ preventScroll: true });
}

/** The page goes where the element goes. */
function follow({ view, state, code }) {
  if (view === "intro" && !given && !face.access) return;   // nobody asked for one yet
  stay();
  if (view === "intro" && isInvited) showPurpose();
  if (way) showWay({ view, state });
  if (view === "capture") {
    Object.assign(record, { session: null, messages: [], verdict: null, problem: null });
    $("stats-list").replaceChildren();
    saw.forget();
  }
  if (view !== "result") $("verdict").hidden = $("verify-now").hidden = true;
  clearInterval(clock);
  show(view, state);
  setState(state, code);
}

function receive(message) {
  if (record.messages.push(message) > maxMessages) record.messages.shift();
  switch (message.type) {
    case "hello":
      setState("running");
      record.session = given?.id ?? null;
      given = { ...given, purpose: message.purpose, models: message.models };
      if (isInvited) break;
      askForStats();
      clock = setInterval(askForStats, 500);
      break;
    case "stats":
      saw.hear(message);
      showStats(message);
      break;
    case "result":
      finish(message);
      break;
  }
}

function askForStats() {
  face.session?.send({ type: "stats" });
}

function showStats(stats) {
  const ms = value => value === undefined ? "–" : `${Math.round(value)} ms`;
  list($("stats-list"), {
    Session: given.id,
    Models: given.models?.join(", "),
    Pictures: `${stats.framesIn} in, ${stats.analysed} analysed`,
    Dropped: Object.entries(stats.dropped).filter(([, count]) => count > 0).map(([reason, count]) => `${count} ${reason}`).join(", ") || "none",
    "First picture": ms(stats.firstPictureMs),
    Latency: `${ms(stats.latencyMs.p50)} median, ${ms(stats.latencyMs.p95)} 95 %`,
    ...Object.fromEntries(Object.entries(stats.stages).map(([stage, time]) => [stage, `${time.toFixed(1)} ms`])),
  });
}

/** Who was sent here by a service has no account, and wants none: there is nothing more to do. */
function goHome(event) {
  if (isInvited && event.detail.cancelled && !record.session) return;   // the element knows whether the link is still good
  event.preventDefault();
  stay();
  if (back) location.assign(back);
  else if (api.account()) showHome();
  else if (isInvited) show("left");
  else location.assign(api.addressOf(""));
}

/** Who was accepted goes back by themselves, unless they say that they stay, or touch the page: they may want to read. */
function leaveSoon() {
  $("going-back").hidden = false;
  $("stay").textContent = face.text("stay");
  // said once it is there, or a screen reader passes it over
  setTimeout(() => { $("going-back-words").textContent = face.text("going_back", leaveSeconds); }, 100);
  leaving = setTimeout(() => location.assign(back), 1000 * leaveSeconds);
}

function stay() {
  clearTimeout(leaving);
  $("going-back").hidden = true;
}

function fail({ code, text }) {
  record.problem = { code, text };
  if (code === "not_ready") api.readiness().then(showReadiness, () => {});
}

async function finish({ accepted, verdict }) {
  record.verdict = verdict;
  await Promise.resolve();   // the element shows it next, and says which connection it was
  $("verify-now").hidden = !accepted || given.purpose !== "enroll" || !api.account();
  $("verdict").hidden = false;
  $("verdict-checks").replaceChildren();
  if (accepted && back) leaveSoon();
  saw.show();
  saw.showScores(given.id);
  await showVerdict(verdict, given, face.fingerprints);
}
