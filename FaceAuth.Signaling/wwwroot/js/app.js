// The page: which view is shown, and what its buttons do. The body says both to tests and styles:
// data-view = loading | sign-in | home | invited | capture | result | left,
// data-state = idle | connecting | running | accepted | rejected | error (then data-code names the problem).

import * as api from "./api.js";
import { openCamera, Session } from "./session.js";
import { claimsOf } from "./verdict.js";
import { showVerdict } from "./verdict-view.js";
import { Surround } from "./light.js";
import { Mark } from "./mark.js";
import { Ring } from "./ring.js";
import { $, element, list } from "./dom.js";
import * as passkeys from "./passkey.js";
import * as words from "./words.js";

const maxMessages = 500;

/** For whoever embeds or drives this page: what was said in the running session, and how it ended. */
const record = window.faceauth = { session: null, messages: [], verdict: null, problem: null };

let session = null;
let stream = null;
let clock = null;
let guidance = null;   // the server's last guidance
let asked = null;      // the challenge that is open: {text, cue, kind, until}
let consent = null;    // what is to be agreed to before enrolling: {version, text}
let over = null;       // how the last one ended, while that is fresh: {text, until}
let isInvited = false; // by a service's link
let retry = () => {};

start();

async function start() {
  wire();
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
  $("cancel").addEventListener("click", cancel);
  $("result-again").addEventListener("click", () => retry());
  $("result-done").addEventListener("click", goHome);
  $("stats").addEventListener("toggle", () => $("stats").open && session?.send({ type: "stats" }));
  window.addEventListener("pagehide", () => session?.leave());
}

/** Shows one view and puts the focus where reading starts. */
function show(view, state = "idle") {
  document.body.dataset.view = view;
  setState(state);
  for (const section of document.querySelectorAll("main > section")) section.hidden = section.id !== "view-" + view;
  const who = api.account();
  $("account").hidden = !who;
  $("account-name").textContent = who?.userName ?? "";
  document.querySelector(`#view-${view} h1`)?.focus({ preventScroll: true });
}

function setState(state, code = "") {
  document.body.dataset.state = state;
  document.body.dataset.code = code;
}

function showReadiness({ parts, pack, registration, leastPolicy }) {
  $("starter").hidden = parts.length > 0 || pack !== "starter";
  $("not-ready").hidden = parts.length === 0;
  if (registration === "closed") closeRegistration();
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
    : "Look into the camera for a few seconds. What is kept is a protected template, never a picture.";
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

// --- a session begun elsewhere: a relying party sends its user to /#token=…&nonce=…&ice=[…] ---

function invitation() {
  const given = new URLSearchParams(location.hash.slice(1));
  const token = given.get("token");
  if (!token) return null;
  history.replaceState(null, "", location.pathname);   // used once; it need not stay in the history
  try {
    return { id: claimsOf(token).sid, token, nonce: given.get("nonce"), iceServers: JSON.parse(given.get("ice") ?? "[]") };
  } catch {
    return { id: null, token, nonce: null, iceServers: [] };
  }
}

function showInvited(access) {
  isInvited = true;
  $("begin").onclick = () => capture("", async () => access);
  show("invited");
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
  return capture(purpose, () => api.request("POST", "v1/sessions", { purpose, policy, consent: agreed }));
}

async function capture(purpose, access) {
  retry = () => capture(purpose, access);
  Object.assign(record, { session: null, messages: [], verdict: null, problem: null });
  beginCapture();
  const mine = session = new Session();
  try {
    stream = await openCamera();
    if (session !== mine) return stopCamera();
    $("video").srcObject = stream;
    say("Connecting …");
    const given = await access();
    if (session !== mine) return stopCamera();
    record.session = given.id;
    mine.onMessage = message => session === mine && receive(message, given, purpose);
    mine.onProblem = problem => session === mine && fail(problem);
    await mine.connect({ ...given, can: whatIsShown() }, stream);
  } catch (problem) {
    if (session === mine) fail(problem);
  }
}

function beginCapture() {
  show("capture", "connecting");
  say("Allow the camera to begin.");
  guidance = asked = over = null;
  mark().hide();
  surround.hide();
  $("challenge").hidden = true;
  $("stats-list").replaceChildren();
  setProgress({ value: 0, steps: {} });
}

// who asked for less motion has it here too, and may choose otherwise
const [noMark, noLight] = [".no-mark", ".no-light"].map(choiceOf);

/** A choice that is offered in several places: all show the same. */
function choiceOf(selector) {
  const boxes = [...document.querySelectorAll(selector)];
  const set = is => boxes.forEach(box => { box.checked = is; });
  set(matchMedia("(prefers-reduced-motion: reduce)").matches);
  for (const box of boxes) box.addEventListener("change", () => set(box.checked));
  return boxes[0];
}

const whatIsShown = () => [...noMark.checked ? [] : ["pursuit"], ...noLight.checked ? [] : ["light"]];

const surround = new Surround();

let theMark = null;
const mark = () => theMark ??= new Mark($("follow"));

let theRing = null;
const ring = () => theRing ??= new Ring($("ring"), Object.keys(words.steps));

function receive(message, given, purpose) {
  if (record.messages.push(message) > maxMessages) record.messages.shift();
  document.dispatchEvent(new CustomEvent("faceauth:message", { detail: message }));
  switch (message.type) {
    case "hello":
      setState("running");
      speak();
      Object.assign(given, { purpose: message.purpose, models: message.models });
      clock = setInterval(tick, 1000);
      break;
    case "guidance":
      guidance = message;
      speak();
      break;
    case "challenge":
      asked = {
        text: words.challengeText(message), cue: words.challengeCue(message), kind: message.kind,
        until: performance.now() + message.deadlineMs,
      };
      over = null;
      if (message.path) mark().follow(message.path);
      speak();
      break;
    case "challenge_over":
      asked = null;
      mark().hide();
      over = { text: words.overText(message), until: performance.now() + 1500 };
      speak();
      break;
    case "light":
      surround.show(message);
      break;
    case "progress":
      setProgress(message);
      break;
    case "stats":
      showStats(message, given);
      break;
    case "result":
      finish(message, given, given.purpose ?? purpose);
      break;
  }
}

function say(text) {
  if ($("guidance").textContent !== text) $("guidance").textContent = text;   // said once by a screen reader
}

/** The big words are what to do now: what is wrong with the picture first, then what is asked for. */
function speak() {
  const left = asked ? Math.ceil((asked.until - performance.now()) / 1000) : 0;
  if (left <= 0) asked = null;
  const isCalm = !guidance || words.isCalm(guidance.code);
  if (over && over.until <= performance.now()) over = null;
  const calm = asked ?? over ?? guidance;
  say((isCalm ? calm : guidance)?.text ?? "Look into the camera.");
  $("challenge").hidden = !asked;
  $("challenge-text").textContent = asked && !isCalm ? `${asked.text} ` : "";
  $("challenge-time").textContent = `${left} s`;
  $("stage").dataset.guidance = guidance?.code ?? "";
  $("stage").dataset.challenge = asked?.kind ?? "";
  $("cue").textContent = asked?.cue ?? "";
}

function tick() {
  speak();
  if ($("stats").open) session?.send({ type: "stats" });
}

function setProgress({ value, steps }) {
  const percent = Math.round(value * 100);
  $("progress").setAttribute("aria-valuenow", percent);
  $("progress").dataset.value = percent;
  $("steps").replaceChildren(...Object.entries(words.steps).map(([name, label]) => {
    const done = steps[name] ?? 0;
    ring().set(name, done);
    const item = element("li", label);
    item.dataset.step = name;
    item.dataset.done = done >= 1;
    return item;
  }));
}

function showStats(stats, given) {
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

function endCapture() {
  clearInterval(clock);
  surround.hide();
  const ended = session;
  session = null;
  stopCamera();
  return ended;
}

function stopCamera() {
  if (!session) $("video").srcObject = null;
  stream?.getTracks().forEach(track => track.stop());
}

function cancel() {
  endCapture()?.leave();
  goHome();
}

/** Who was sent here by a service has no account, and wants none: there is nothing more to do. */
function goHome() {
  if (api.account()) showHome();
  else if (isInvited) show("left");
  else location.assign(api.addressOf(""));
}

function fail(problem) {
  endCapture()?.close();
  record.problem = { code: problem.code, text: problem.message };
  $("result-title").textContent = words.problemTitle(problem.code);
  $("result-text").textContent = problem.message;
  $("result-reasons").hidden = $("verdict").hidden = true;
  offerAgain(false, "", words.isHarmless(problem.code));
  show("result", "error");
  setState("error", problem.code ?? "");
  if (problem.code === "not_ready") api.readiness().then(showReadiness, () => {});
}

// --- the result ---

/** What to do next: again after a refusal, verify after an enrolment. A link from elsewhere works once. */
function offerAgain(accepted, purpose, isUnused = false) {
  const mayVerify = accepted && purpose === "enroll";
  if (mayVerify) retry = () => run("verify");
  $("result-again").textContent = mayVerify ? "Verify now" : "Try again";
  $("result-done").textContent = accepted || !api.account() ? "Done" : "Back";
  $("result-again").hidden = (accepted && !mayVerify) || !(api.account() || isUnused);
}

async function finish({ accepted, reasons, verdict }, given, purpose) {
  const { fingerprints } = endCapture();
  record.verdict = verdict;
  const [title, text] = words.resultWords(purpose, accepted);
  $("result-title").textContent = title;
  $("result-text").textContent = text;
  $("result-reasons").hidden = reasons.length === 0;
  $("result-reasons").replaceChildren(...reasons.map(code => {
    const item = element("li", words.reasonText(code));
    item.dataset.reason = code;
    return item;
  }));
  offerAgain(accepted, purpose);
  $("verdict").hidden = false;
  $("verdict-checks").replaceChildren();
  show("result", accepted ? "accepted" : "rejected");
  await showVerdict(verdict, given, fingerprints);
}
