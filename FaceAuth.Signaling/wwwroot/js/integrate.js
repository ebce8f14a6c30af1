// The page with snippets: says where this server is, and copies what is printed.

import { addressOf, readiness } from "./api.js";
import { $ } from "./dom.js";

$("address").textContent = addressOf("").href.replace(/\/$/, "");
readiness().then(({ openApi }) => { $("to-api").hidden = openApi !== "open"; }, () => {});
for (const button of document.querySelectorAll(".snippet button")) button.addEventListener("click", () => copy(button));

async function copy(button) {
  const code = document.getElementById(button.dataset.of);
  try {
    await navigator.clipboard.writeText(code.textContent);
    say(button, "Copied");
  } catch {   // no secure origin, or not allowed: whoever wants it presses the keys
    getSelection().selectAllChildren(code);
    say(button, "Selected: press Ctrl+C");
  }
}

function say(button, words) {
  button.textContent = words;
  $("copied").textContent = `${words}: ${button.getAttribute("aria-label")}`;
  setTimeout(() => button.textContent = "Copy", 2000);
}
