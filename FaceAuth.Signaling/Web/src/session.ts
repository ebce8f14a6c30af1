// One session without a face of its own: camera, hub, peer connection, data channel. <face-auth> is made of it; other pages may be too.

import { describeCamera, openCamera } from "./camera.js";
import type {
  Access, AccessSource, Challenge, ChallengeOver, Guidance, Hello, Light, Movement, Progress, Result, ServerMessage, SessionState, Stats,
} from "./contracts.js";
import { Hub, type Ended } from "./hub.js";
import { Problem } from "./problem.js";
import { serverAt, tokenOf } from "./server.js";

const channelTime = 12_000;

// What the server says about the end is better than what this side can guess; it gets this long to arrive.
const wordTime = 1_500;

const moveAgain = 500;
const longestPause = 2_000;

// How long a camera may give nothing once the page is looked at again.
const wakeTime = 5_000;

// At most so many times without the connection itself being down, waiting twice as long each time: its server may be another's to tell of.
const mostAsked = 8;

// Problems of a network, a proxy, or a server among several, that may come back; all others are answers.
const noWay = new Set(["unreachable", "closed", "no_answer", "node_unreachable", "http_502", "http_503", "http_504"]);

// Movements of the head that following a mark needs.
const turns: readonly Movement[] = ["turn_left", "turn_right", "nod_up", "nod_down"];

export interface SessionOptions {
  /** The session's token and relays, or what gives them once the camera is open. */
  access: Access | AccessSource;
  /** The server's address; that of this file's server where it is left out. */
  endpoint?: string | URL;
  /** Whether a mark is shown that can be followed. */
  pursuit?: boolean;
  /** Whether the surround takes colours. */
  light?: boolean;
  /** Movements that this person cannot make. */
  cannot?: readonly Movement[];
  /** Which camera; one that fits where it is left out. */
  camera?: string;
}

/** What a session says, by the event's name. */
export interface SessionEvents {
  state: SessionState; camera: MediaStream; message: ServerMessage; hello: Hello; guidance: Guidance; challenge: Challenge;
  challenge_over: ChallengeOver; light: Light; progress: Progress; stats: Stats; result: Result; error: Problem;
}

/**
 * A session. `start` it in a click: browsers then ask for the camera. It says `result` or `error` once, as its last word.
 */
export class FaceAuthSession extends EventTarget {
  readonly #options: SessionOptions;
  #endpoint?: URL;
  readonly #ending = new AbortController();
  #token = "";
  #hub?: Hub;
  #peer?: RTCPeerConnection;
  #channel?: RTCDataChannel;
  #camera?: MediaStreamTrack;   // the track that the camera gave
  #stream?: MediaStream;
  #cameraSaid?: string;
  #timers = new Set<ReturnType<typeof setTimeout>>();
  #state: SessionState = "idle";
  #moving = false;
  #hasOffered = false;
  #refused = false;             // whether the server, asked to find a way back to this session, said no
  #fingerprints: { local: string | null; remote: string | null } = { local: null, remote: null };

  constructor(options: SessionOptions) {
    super();
    this.#options = options;
  }

  get state(): SessionState { return this.#state; }

  /** Whether the token may be spent: the server was asked to begin. */
  get hasOffered(): boolean { return this.#hasOffered; }

  /** The camera's stream, to be shown mirrored; it ends with the session. */
  get stream(): MediaStream | undefined { return this.#stream; }

  /** The fingerprints of the connection's two certificates, as the verdict names them. */
  get fingerprints(): { local: string | null; remote: string | null } { return this.#fingerprints; }

  /** Listens; answers what stops it. */
  on<K extends keyof SessionEvents>(name: K, listener: (detail: SessionEvents[K]) => void): () => void {
    const heard = (event: Event) => listener((event as CustomEvent<SessionEvents[K]>).detail);
    this.addEventListener(name, heard);
    return () => this.removeEventListener(name, heard);
  }

  /** Opens the camera and connects. What goes wrong is said as `error`. */
  async start(): Promise<void> {
    if (this.#state !== "idle") return;
    try {
      const { access, endpoint } = this.#options;
      this.#endpoint = serverAt(endpoint);
      // nobody is asked for a camera in vain
      if (typeof access !== "function") tokenOf(access?.token);
      this.#enter("camera");
      this.#stream = await openCamera(this.#options.camera);
      if (this.#isOver) return this.#stopCamera();
      performance.mark("face-auth-camera");
      this.#say("camera", this.#stream);
      this.#enter("connecting");
      const given = typeof access === "function" ? await access() : access;
      if (!this.#isOver) await this.#connect(given, this.#stream);
    } catch (fault) {
      this.#fail(Problem.of(fault));
    }
  }

  /** Says something on the data channel; false before it is open. */
  send(message: object): boolean {
    if (this.#channel?.readyState !== "open") return false;
    this.#channel.send(JSON.stringify(message));
    return true;
  }

  /** Leaves: the server drops what it has. Nothing more is said. */
  cancel(): void {
    this.send({ type: "bye" });
    this.#close();
  }

  get #isOver() { return this.#state === "over"; }

  async #connect(given: Access | undefined, stream: MediaStream) {
    this.#token = tokenOf(given?.token);
    // kept as soon as it is there, so that whatever ends the session closes it; a refusal is told where it is awaited, below
    const opening = this.#openHub();
    opening.then(hub => { if (this.#isOver) hub.close(); else this.#hub = hub; }, () => {});
    const peer = this.#peer = new RTCPeerConnection({ iceServers: given?.iceServers ?? [], bundlePolicy: "max-bundle" });
    [this.#camera] = stream.getVideoTracks();
    this.#watchCamera(this.#camera!);
    peer.addTransceiver(this.#camera!, { direction: "sendonly", streams: [stream] });
    this.#openChannel(peer);
    peer.onconnectionstatechange = () => {
      if (peer.connectionState === "disconnected") this.#move();
      if (peer.connectionState === "failed") this.#failSoon(this.#channel?.readyState === "connecting");
    };
    const { signal } = this.#ending;
    // a device that had no network and has one again need not wait until ICE notices
    window.addEventListener("online", () => { if (peer.connectionState !== "new") this.#move(); }, { signal });
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.#wake(peer); }, { signal });
    await peer.setLocalDescription(await peer.createOffer());
    const hub = await opening;
    if (this.#isOver) return;
    this.#hasOffered = true;
    const answer = await hub.invoke<{ sdp: string }>("Offer", { sdp: peer.localDescription!.sdp, ...this.#abilities() });
    if (this.#isOver) return;
    this.#fingerprints = { remote: fingerprintOf(peer.localDescription!.sdp), local: fingerprintOf(answer.sdp) };
    await peer.setRemoteDescription({ type: "answer", sdp: answer.sdp });
    this.#after(channelTime, () => { if (this.#channel?.readyState === "connecting") this.#fail(lost(true)); });
  }

  #openHub() {
    // a server that is gone takes this connection with it, long before the other is known to be lost
    return Hub.open(this.#endpoint!, this.#token, (ended: Ended) => this.#fail(new Problem(ended.code, ended.text)),
      () => { if (this.#peer && this.#peer.connectionState !== "new") this.#move(); });
  }

  #abilities() {
    const { pursuit, light, cannot = [] } = this.#options;
    const follows = pursuit && !cannot.some(movement => turns.includes(movement));
    const can = [...follows ? ["pursuit"] : [], ...light ? ["light"] : []];
    return cannot.length ? { can, cannot } : { can };
  }

  #watchCamera(track: MediaStreamTrack) {
    const { signal } = this.#ending;
    const gone = () => this.#fail(new Problem("camera_lost", "The camera went away. Connect it again and start over."));
    track.addEventListener("ended", gone, { signal });
    // iOS mutes while the page is hidden or a call comes in, and lets go when it is back
    track.addEventListener("mute", () => { if (!document.hidden) this.#after(wakeTime, () => { if (track.muted && !document.hidden) gone(); }); },
      { signal });
  }

  /** The page is looked at again: camera and network may have gone meanwhile. */
  #wake(peer: RTCPeerConnection) {
    const track = this.#camera!;
    const isGone = () => track.readyState === "ended" || track.muted;
    if (track.readyState === "ended" || track.muted) {
      this.#after(track.muted && track.readyState === "live" ? wakeTime : 0, () => {
        if (isGone()) this.#fail(new Problem("camera_lost", "The camera was taken away while the page was hidden. Start again."));
      });
    }
    if (peer.connectionState === "disconnected") this.#move();
  }

  #openChannel(peer: RTCPeerConnection) {
    const channel = this.#channel = peer.createDataChannel("faceauth", { ordered: true });
    channel.onopen = () => {
      this.send({ type: "ready" });
      this.#sayCamera();
    };
    channel.onmessage = event => this.#receive(JSON.parse(event.data) as ServerMessage);
    channel.onclose = () => this.#failSoon(false);
  }

  // again when it is another one
  #sayCamera() {
    const [sender] = this.#peer!.getSenders();
    const said = describeCamera(sender?.track, this.#camera);
    if (JSON.stringify(said) === this.#cameraSaid || !this.send(said)) return;
    this.#cameraSaid = JSON.stringify(said);
  }

  #receive(message: ServerMessage) {
    if (this.#isOver) return;
    this.#sayCamera();
    this.#say("message", message);
    if (message.type === "error") return this.#fail(new Problem(message.code, message.text));
    if (message.type === "hello") this.#enter("running");
    if (message.type === "guidance") performance.mark("face-auth-guidance");
    if (message.type === "result") this.#close();
    this.#say(message.type, message as never);
  }

  /**
   * The network has gone, perhaps for another one: finds a new way to the server, over a new connection to its hub. Tries again while
   * there is none; a connection that stays without one fails by itself, which is told.
   */
  async #move() {
    const peer = this.#peer!;
    if (this.#moving || this.#isOver) return;
    this.#moving = true;
    const before = this.#state;
    this.#enter("moving");
    for (let asked = 0; !this.#isOver && (asked < mostAsked || peer.connectionState === "disconnected"); asked++) {
      let hub: Hub | undefined;
      try {
        hub = await this.#openHub();
        if (this.#isOver) break;
        // an offer that nobody answered is replaced
        await peer.setLocalDescription(await peer.createOffer({ iceRestart: true }));
        const answer = await hub.invoke<{ sdp: string }>("Restart", { sdp: peer.localDescription!.sdp });
        await peer.setRemoteDescription({ type: "answer", sdp: answer.sdp });
        this.#refused = false;
        if (this.#isOver) break;
        // by this one the server says from now on what there is to say
        [hub, this.#hub] = [this.#hub, hub];
        break;
      } catch (fault) {
        const problem = Problem.of(fault);
        if (problem.code === "node_lost") this.#fail(problem);
        if (!noWay.has(problem.code)) {
          this.#refused = true;
          break;
        }
        await new Promise(resolve => setTimeout(resolve, Math.min(moveAgain * 2 ** asked, longestPause)));
      } finally {
        hub?.close();
      }
    }
    this.#moving = false;
    if (this.#state === "moving") this.#enter(before);
  }

  #failSoon(never: boolean) {
    this.#after(wordTime, () => this.#fail(this.#refused ? gone() : lost(never)));
  }

  #fail(problem: Problem) {
    if (this.#isOver) return;
    this.#close();
    this.#say("error", problem);
  }

  #close() {
    if (this.#isOver) return;
    this.#enter("over");
    this.#ending.abort();
    this.#timers.forEach(clearTimeout);
    this.#hub?.close();
    this.#stopCamera();
    // what is queued on the channel goes out before the connection is torn down
    const peer = this.#peer;
    if (peer) setTimeout(() => peer.close(), 150);
  }

  #stopCamera() {
    this.#stream?.getTracks().forEach(track => track.stop());
  }

  #after(time: number, act: () => void) {
    const timer = setTimeout(() => { this.#timers.delete(timer); act(); }, time);
    this.#timers.add(timer);
  }

  #enter(state: SessionState) {
    if (this.#state === state) return;
    this.#state = state;
    this.#say("state", state);
  }

  #say<K extends keyof SessionEvents>(name: K, detail: SessionEvents[K]) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

// it may have ended on the server meanwhile, whose word did not reach this side: the network is not to blame then
function gone() {
  return new Problem("lost", "The connection was lost, and this session cannot be gone on with: it is over. Start again.");
}

function lost(never: boolean) {
  return never
    ? new Problem("never_connected", "The video could not reach the server. Your network or a firewall may block UDP: try another network.")
    : new Problem("lost", "The connection was lost. Check your network and start again.");
}

/** The DTLS fingerprint in a session description, as verdicts write it: "sha-256 AB:CD:…". */
function fingerprintOf(sdp: string): string | null {
  const [, hash, value] = /^a=fingerprint:(\S+) (\S+)/m.exec(sdp) ?? [];
  return hash ? `${hash.toLowerCase()} ${value!.toUpperCase()}` : null;
}
