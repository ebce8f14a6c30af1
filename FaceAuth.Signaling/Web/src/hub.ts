// The server's SignalR hub, which answers offers.

import { HttpTransportType, HubConnectionBuilder, LogLevel, type HubConnection } from "@microsoft/signalr";
import { Problem } from "./problem.js";

const path = "hubs/signaling";
const answerTime = 15_000;

/** Where the session is said to have ended when the data channel never opened. */
export interface Ended { sessionId: string; code: string; text: string }

/** A connection to the hub, with a session's token. */
export class Hub {
  readonly #connection: HubConnection;
  #isClosed = false;

  private constructor(connection: HubConnection) {
    this.#connection = connection;
  }

  /** Connects; rejects with a Problem. `onEnded` hears what the server says unasked, `onLost` that the connection has gone by itself. */
  static async open(endpoint: URL, token: string, onEnded: (ended: Ended) => void, onLost: () => void): Promise<Hub> {
    const connection = new HubConnectionBuilder()
      .withUrl(new URL(path, endpoint).href, {
        accessTokenFactory: () => token, transport: HttpTransportType.WebSockets, skipNegotiation: true, withCredentials: false,
      })
      .configureLogging(LogLevel.None)
      .build();
    connection.on("Ended", onEnded);
    try {
      await inTime(connection.start());
    } catch (fault) {
      connection.stop().catch(() => {});
      // a browser does not say why an upgrade failed; the same token on the negotiate request does
      throw fault instanceof Problem ? fault : await whyRefused(endpoint, token);
    }
    const hub = new Hub(connection);
    connection.onclose(() => { if (!hub.#isClosed) onLost(); });
    return hub;
  }

  /** Calls a method of the hub; rejects with the Problem that it named. */
  async invoke<T>(target: string, argument: object): Promise<T> {
    try {
      return await inTime(this.#connection.invoke<T>(target, argument));
    } catch (fault) {
      throw fault instanceof Problem ? fault : hubProblem(String((fault as Error).message));
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#connection.stop().catch(() => {});
  }
}

function inTime<T>(promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout>;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Problem("no_answer", "The server did not answer in time. Try again in a moment.")), answerTime);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** "… HubException: code: sentence" → Problem; anything else means that the connection is gone. */
function hubProblem(text: string): Problem {
  const [, code, sentence] = /HubException: ([a-z_]+): ([^]*)$/.exec(text) ?? [];
  if (code) return new Problem(code, sentence ?? "");
  return text.includes("on the server")
    ? new Problem("internal_error", "Something broke on the server. Try again.")
    : new Problem("closed", "The connection to the server was lost. Try again.");
}

async function whyRefused(endpoint: URL, token: string): Promise<Problem> {
  try {
    const response = await fetch(new URL(`${path}/negotiate?negotiateVersion=1`, endpoint),
      { method: "POST", headers: { Authorization: "Bearer " + token } });
    if (!response.ok) {
      const said = await response.json().catch(() => ({})) as { code?: string; detail?: string };
      return said.code ? new Problem(said.code, said.detail ?? "")
        : new Problem("http_" + response.status, `The server answered with status ${response.status}. Try again in a moment.`);
    }
  } catch { /* as below */ }
  return new Problem("unreachable", "The server could not be reached by WebSocket. A proxy in between may not allow it.");
}
