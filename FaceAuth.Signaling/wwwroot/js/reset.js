// The page for forgotten passwords: /reset.html asks for a link, /reset.html#token=… is where it leads; with ?from=console it leads
// back there. No address is taken from the link: the one place that it can name is the console.

import * as api from "./api.js";
import { $ } from "./dom.js";

let token;
let isMailClosed = false;
const isFromConsole = new URLSearchParams(location.search).get("from") === "console";

$("reset-form").addEventListener("submit", set);
$("ask-form").addEventListener("submit", ask);
window.addEventListener("hashchange", read);   // a link that is opened where the page is already
read();
// who cannot be mailed a link is not asked for a name first; where nobody says so, the server will
if (isFromConsole) leadTo("admin/sign-in", "reset.html?from=console");
api.readiness().then(({ mail, console }) => {
  if (mail === "closed") closeMail();
  $("done-console").hidden = isFromConsole || console !== "open";
  if (isFromConsole && console === "closed") leadTo("./", "reset.html");
}, () => {});

function leadTo(signIn, another) {
  for (const way of document.querySelectorAll(".to-sign-in")) way.href = signIn;
  $("another").href = another;
}

function closeMail() {
  isMailClosed = true;
  if (token) return;
  document.body.dataset.code = "mail_closed";
  show();
}

function read() {
  token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (location.hash) history.replaceState(null, "", location.pathname + location.search);   // it need not stay in the history
  $("ask-done").hidden = $("reset-done").hidden = true;
  show();
}

function show() {
  $("reset-form").hidden = !token;
  $("ask-form").hidden = !!token || isMailClosed;
  $("ask-closed").hidden = !!token || !isMailClosed;
}

/** The server answers the same, whoever is asked for; so does the page. */
async function ask(event) {
  event.preventDefault();
  $("ask-submit").disabled = true;
  $("ask-error").hidden = true;
  try {
    await api.askForLink($("ask-name").value.trim());
    $("ask-form").hidden = true;
    $("ask-done").hidden = false;
    document.body.dataset.state = "asked";
  } catch (problem) {
    if (problem.code === "mail_closed") return closeMail();
    say("ask-error", problem.message);
    document.body.dataset.code = problem.code;
  } finally {
    $("ask-submit").disabled = false;
  }
}

async function set(event) {
  event.preventDefault();
  const { password, again } = $("reset-form").elements;
  if (password.value !== again.value) return say("reset-error", "The two are not the same.");
  $("reset-submit").disabled = true;
  try {
    await api.resetPassword(token, password.value);
    password.value = again.value = "";
    api.forget();
    $("reset-form").hidden = true;
    $("reset-done").hidden = false;
    document.body.dataset.state = "done";
  } catch (problem) {
    say("reset-error", problem.message);
    $("reset-another").hidden = problem.code !== "reset_link_invalid";
    document.body.dataset.code = problem.code;
  } finally {
    $("reset-submit").disabled = false;
  }
}

function say(where, text) {
  $(where).textContent = text;
  $(where).hidden = false;
}
