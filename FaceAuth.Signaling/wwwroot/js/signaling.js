// The part of SignalR's JSON hub protocol that this page needs, over a plain WebSocket:
// https://github.com/dotnet/aspnetcore/blob/main/src/SignalR/docs/specs/HubProtocol.md
//
// Each message is a JSON object that ends in U+001E. The client opens with {"protocol":"json","version":1} and is
// answered {} or {"error":…}. Then: 1 invocation, 3 completion, 6 ping, 7 close. Written here rather than taken from
// npm so that the server builds with dotnet alone and the page loads nothing that is not in this folder.

import { Problem, addressOf, problemOf } from "./api.js";

const hubPath = "hubs/signaling";
const end = "\u001e";
const pingEvery = 10_000;
const answerTime = 15_000;

export class SignalingConnection {
  #socket;
  #calls = new Map();
  #nextCall = 1;
  #ping;
  #handshake;

  /** Called with (target, ...arguments) for what the server says unasked. */
  onInvocation = () => {};

  /** Connects to the hub with a session's token; rejects with a Problem. */
  static async open(token) {
    const connection = new SignalingConnection();
    await connection.#connect(token);
    return connection;
  }

  /** Calls a hub method and gives its result; rejects with the Problem the hub named. */
  invoke(target, ...args) {
    const invocationId = String(this.#nextCall++);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#settle(invocationId, call => call.reject(slow())), answerTime);
      this.#calls.set(invocationId, { resolve, reject, timer });
      this.#send({ type: 1, invocationId, target, arguments: args });
    });
  }

  close() {
    clearInterval(this.#ping);
    this.#socket?.close();
    this.#fail(new Problem("closed", "The connection was closed."));
  }

  async #connect(token) {
    const url = addressOf(hubPath);
    url.protocol = url.protocol.replace("http", "ws");
    url.searchParams.set("access_token", token);
    const socket = this.#socket = new WebSocket(url);
    await new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(slow()), answerTime);
      this.#handshake = error => {
        clearTimeout(timer);
        if (error) reject(error);
        else resolve();
      };
      socket.onopen = () => this.#send({ protocol: "json", version: 1 });
      socket.onmessage = event => event.data.split(end).filter(Boolean).forEach(text => this.#receive(JSON.parse(text)));
      socket.onclose = async () => {
        clearInterval(this.#ping);
        // A browser does not say why an upgrade failed; the same token on the negotiate request does.
        this.#handshake?.(await whyRefused(token));
        this.#fail(new Problem("closed", "The connection to the server was lost. Try again."));
      };
    });
    this.#ping = setInterval(() => this.#send({ type: 6 }), pingEvery);
  }

  #receive(message) {
    if (this.#handshake) {
      const done = this.#handshake;
      this.#handshake = null;
      done(message.error ? new Problem("handshake", message.error) : null);
    } else if (message.type === 1) {
      this.onInvocation(message.target, ...message.arguments);
    } else if (message.type === 3) {
      this.#settle(message.invocationId, call => message.error ? call.reject(hubProblem(message.error)) : call.resolve(message.result));
    } else if (message.type === 7) {
      this.#socket.close();
    }
  }

  #settle(invocationId, how) {
    const call = this.#calls.get(invocationId);
    if (!call) return;
    this.#calls.delete(invocationId);
    clearTimeout(call.timer);
    how(call);
  }

  #fail(problem) {
    for (const invocationId of [...this.#calls.keys()]) this.#settle(invocationId, call => call.reject(problem));
  }

  #send(message) {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message) + end);
  }
}

/** "… HubException: code: sentence" → Problem. */
function hubProblem(text) {
  const [, code, sentence] = /HubException: ([a-z_]+): ([^]*)$/.exec(text) ?? [];
  return code ? new Problem(code, sentence) : new Problem("internal_error", "Something broke on the server. Try again.");
}

async function whyRefused(token) {
  try {
    const address = addressOf(`${hubPath}/negotiate?negotiateVersion=1`);
    const response = await fetch(address, { method: "POST", headers: { Authorization: "Bearer " + token } });
    if (!response.ok) return problemOf(response);
  } catch { /* as below */ }
  return new Problem("unreachable", "The server could not be reached by WebSocket. A proxy in between may not allow it.");
}

function slow() {
  return new Problem("no_answer", "The server did not answer in time. Try again in a moment.");
}
