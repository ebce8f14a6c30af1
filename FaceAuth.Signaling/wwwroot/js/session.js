// One authentication session in the browser: camera, hub, peer connection, data channel.

import { Problem } from "./api.js";
import { describeCamera } from "./camera.js";
import { SignalingConnection } from "./signaling.js";
import { fingerprintOf } from "./verdict.js";

const channelTime = 12_000;

// What the server says about the end is better than what this side can guess; it gets this long to arrive.
const wordTime = 1_500;

const moveAgain = 500;

// Problems of a network that may come back; all others are answers.
const noWay = new Set(["unreachable", "closed", "no_answer"]);

/** Opens the camera; rejects with a Problem that says what to do. */
export async function openCamera() {
  if (!window.isSecureContext || !navigator.mediaDevices?.getUserMedia) {
    throw new Problem("insecure_origin",
      "Browsers open the camera only on https pages and on localhost. Open this page by https, or on the machine itself as http://localhost.");
  }
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: false,
      // as the camera sees it: a browser that crops takes away what surrounds the face, and that betrays prints and screens
      video: { facingMode: "user", width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 }, resizeMode: { ideal: "none" } },
    });
  } catch (error) {
    throw cameraProblem(error);
  }
}

function cameraProblem(error) {
  switch (error.name) {
    case "NotAllowedError":
    case "SecurityError":
      return new Problem("camera_denied", "The camera is not allowed here. Allow it by the camera or lock symbol beside the address, then try again.");
    case "NotFoundError":
    case "OverconstrainedError":
      return new Problem("no_camera", "No camera was found. Connect one, or open this page on a phone.");
    case "NotReadableError":
    case "AbortError":
      return new Problem("camera_busy", "The camera cannot be used just now. Close other programs that use it, then try again.");
    default:
      return new Problem("camera_failed", `The camera could not be opened (${error.name}). Try again, or try another browser.`);
  }
}

export class Session {
  #hub;
  #peer;
  #channel;
  #timer;
  #over = false;
  #moving = false;
  #refused = false;   // whether the server, asked to find a way back to this session, said no
  #online;
  #camera;            // the track that the camera gave
  #cameraSaid;

  /** Called with each message of the server. */
  onMessage = () => {};

  /** Called once with a Problem when the session ends without a result. */
  onProblem = () => {};

  /** Fingerprints seen on this side: {local, remote}. */
  fingerprints = {};

  /**
   * Connects: `access` is {token, iceServers, can}, `stream` the camera's; `can` are the challenges that the page can put beside those
   * that are only words.
   */
  async connect(access, stream) {
    try {
      const hub = SignalingConnection.open(access.token);
      hub.catch(() => {});   // awaited below; until then a refusal must not count as unhandled
      const peer = this.#peer = new RTCPeerConnection({ iceServers: access.iceServers ?? [], bundlePolicy: "max-bundle" });
      [this.#camera] = stream.getVideoTracks();
      for (const track of stream.getVideoTracks()) {
        track.onended = () => this.#fail(new Problem("camera_lost", "The camera went away. Connect it again and start over."));
        peer.addTransceiver(track, { direction: "sendonly", streams: [stream] });
      }
      this.#openChannel(peer);
      peer.onconnectionstatechange = () => {
        if (peer.connectionState === "disconnected") this.#move(access);
        if (peer.connectionState === "failed") this.#failSoon(this.#channel.readyState === "connecting");
      };
      // a device that had no network and has one again need not wait until ICE notices
      this.#online = () => peer.connectionState !== "new" && this.#move(access);
      window.addEventListener("online", this.#online);
      await peer.setLocalDescription(await peer.createOffer());
      this.#hub = await hub;
      if (this.#over) return this.close();
      this.#hub.onInvocation = (target, ended) => {
        if (target === "Ended") this.#fail(new Problem(ended.code, ended.text));
      };
      const answer = await this.#hub.invoke("Offer", { sdp: peer.localDescription.sdp, can: access.can ?? [] });
      await peer.setRemoteDescription({ type: "answer", sdp: answer.sdp });
      this.fingerprints = { remote: fingerprintOf(peer.localDescription.sdp), local: fingerprintOf(answer.sdp) };
      this.#timer = setTimeout(() => this.#channel.readyState === "connecting" && this.#fail(lost(true)), channelTime);
    } catch (problem) {
      this.#fail(problem instanceof Problem ? problem : new Problem("browser", `This browser could not connect: ${problem.message}`));
    }
  }

  /** Says something on the data channel; false before it is open. */
  send(message) {
    if (this.#channel?.readyState !== "open") return false;
    this.#channel.send(JSON.stringify(message));
    return true;
  }

  /** Leaves: the server drops what it has. */
  leave() {
    this.send({ type: "bye" });
    this.close();
  }

  close() {
    this.#over = true;
    clearTimeout(this.#timer);
    window.removeEventListener("online", this.#online);
    this.#hub?.close();
    // what is queued on the channel goes out before the connection is torn down
    const peer = this.#peer;
    if (peer) setTimeout(() => peer.close(), 150);
  }

  #openChannel(peer) {
    const channel = this.#channel = peer.createDataChannel("faceauth", { ordered: true });
    channel.onopen = () => {
      this.send({ type: "ready" });
      this.#sayCamera();
    };
    channel.onmessage = event => this.#receive(JSON.parse(event.data));
    channel.onclose = () => this.#failSoon(false);
  }

  // again when it is another one
  #sayCamera() {
    const [sender] = this.#peer.getSenders();
    const said = describeCamera(sender?.track, this.#camera);
    if (JSON.stringify(said) === this.#cameraSaid || !this.send(said)) return;
    this.#cameraSaid = JSON.stringify(said);
  }

  #receive(message) {
    if (this.#over) return;
    this.#sayCamera();
    if (message.type === "error") return this.#fail(new Problem(message.code, message.text));
    this.onMessage(message);
    if (message.type === "result") this.close();
  }

  /**
   * The network has gone, perhaps for another one: finds a new way to the server, over a new connection to its hub. Tries again while
   * there is none; a connection that stays without one fails by itself, which is told.
   */
  async #move(access) {
    const peer = this.#peer;
    if (this.#moving) return;
    this.#moving = true;
    for (let isFirst = true; !this.#over && (isFirst || peer.connectionState === "disconnected"); isFirst = false) {
      try {
        const hub = await SignalingConnection.open(access.token);
        if (this.#over) {
          hub.close();
          break;
        }
        // an offer that nobody answered is replaced
        await peer.setLocalDescription(await peer.createOffer({ iceRestart: true }));
        const answer = await hub.invoke("Restart", { sdp: peer.localDescription.sdp });
        hub.close();
        await peer.setRemoteDescription({ type: "answer", sdp: answer.sdp });
        this.#refused = false;
        break;
      } catch (problem) {
        if (!noWay.has(problem.code)) {
          this.#refused = true;
          break;
        }
        await new Promise(resolve => setTimeout(resolve, moveAgain));
      }
    }
    this.#moving = false;
  }

  #failSoon(never) {
    setTimeout(() => this.#fail(this.#refused ? gone() : lost(never)), wordTime);
  }

  #fail(problem) {
    if (this.#over) return;
    this.close();
    this.onProblem(problem);
  }
}

// it may have ended on the server meanwhile, whose word did not reach this side: the network is not to blame then
function gone() {
  return new Problem("lost", "The connection was lost, and this session cannot be gone on with: it is over. Start again.");
}

function lost(never) {
  return never
    ? new Problem("never_connected", "The video could not reach the server. Your network or a firewall may block UDP: try another network.")
    : new Problem("lost", "The connection was lost. Check your network and start again.");
}
