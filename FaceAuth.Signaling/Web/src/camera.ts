// The camera: which one, what went wrong, and what the server is told of it. Its name and id never leave this page.

import { Problem } from "./problem.js";

// Programs that stand in for a camera. Phones that serve as one are cameras, and not among them.
const virtual = new RegExp([
  "\\bobs\\b", "manycam", "snap ?camera", "xsplit", "loopback", "dummy video", "fake_device", "fake device", "mmhmm", "\\bndi\\b",
  "\\bvirtual\\b", "\\bvcam\\b", "e2esoft", "camtwist", "chromacam", "splitcam", "sparkocam", "webcamoid", "akvcam", "altercam", "youcam",
  "\\.(mjpeg|y4m|mp4)$", "vmix", "vtube", "streamlabs", "prism live", "unity video", "nvidia broadcast", "logi capture", "screen capture",
].join("|"), "i");

// Cameras for another use than to be looked at by: they see infrared or depth, or look away from who holds the device.
const unfit = /\b(ir|infrared|depth|tof)\b|windows hello|\b(back|rear|environment|rück\w*|arrière|trasera)\b|后置|后摄|背面|خلفية|पिछला/i;

const wanted: MediaTrackConstraints & { resizeMode: ConstrainDOMString } = {
  width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 },
  // as the camera sees it: a browser that crops takes away what surrounds the face, and that betrays prints and screens
  resizeMode: { ideal: "none" },
};

/** A camera that may be chosen. */
export interface Camera { id: string; name: string }

/** Opens a camera that can be used: the one that is named, or one that faces the person and sees colours. Rejects with a Problem. */
export async function openCamera(id?: string): Promise<MediaStream> {
  if (!window.isSecureContext || !navigator.mediaDevices?.getUserMedia) {
    throw new Problem("insecure_origin", "Browsers open the camera only on https pages and on localhost.");
  }
  try {
    if (id) return await open({ deviceId: { exact: id } }).catch(() => open({ facingMode: "user" }));
    const first = await open({ facingMode: "user" });
    return await better(first) ?? first;
  } catch (error) {
    throw problemOf(error as DOMException);
  }
}

/** The cameras that may be chosen; none before the person has allowed one, because browsers then tell no names. */
export async function listCameras(): Promise<Camera[]> {
  const devices = await navigator.mediaDevices?.enumerateDevices?.().catch(() => []) ?? [];
  return devices.filter(device => device.kind === "videoinput" && device.label && device.deviceId)
    .map(device => ({ id: device.deviceId, name: device.label }));
}

/** What is known of a sender's track, given the one that the camera gave at first: the message for the server. */
export function describeCamera(track: MediaStreamTrack | null | undefined, first: MediaStreamTrack | null | undefined): object {
  return { type: "camera", name: nameOf(track?.label), source: sourceOf(track), same: track === first, ...rangesOf(track) };
}

const open = (which: MediaTrackConstraints) => navigator.mediaDevices.getUserMedia({ audio: false, video: { ...wanted, ...which } });

const isUnfit = (name: string, facing?: string) => facing === "environment" || unfit.test(name);

/** Another camera where the one that the browser chose is of no use; null where it is, or there is no other. */
async function better(stream: MediaStream): Promise<MediaStream | null> {
  const [track] = stream.getVideoTracks();
  if (!track || !isUnfit(track.label, track.getSettings?.().facingMode)) return null;
  const other = (await listCameras()).find(({ name }) => name !== track.label && !isUnfit(name) && !virtual.test(name));
  if (!other) return null;
  track.stop();   // many devices, phones above all, open one camera at a time
  return open({ deviceId: { exact: other.id } }).catch(() => open({ facingMode: "user" }));
}

function problemOf(error: DOMException): Problem {
  switch (error.name) {
    case "NotAllowedError":
    case "SecurityError":
      return new Problem("camera_denied", "The camera is not allowed here.");
    case "NotFoundError":
    case "OverconstrainedError":
      return new Problem("no_camera", "No camera was found.");
    case "NotReadableError":
    case "AbortError":
      return new Problem("camera_busy", "The camera cannot be used just now.");
    default:
      return new Problem("camera_failed", `The camera could not be opened (${error.name}).`);
  }
}

function nameOf(label: string | undefined): string {
  if (!label) return "none";
  return virtual.test(label) ? "virtual" : "plain";
}

function sourceOf(track: MediaStreamTrack | null | undefined): string {
  const is = (type: string) => {
    const known = (window as unknown as Record<string, unknown>)[type];
    return typeof known === "function" && track instanceof known;
  };
  if (is("CanvasCaptureMediaStreamTrack")) return "canvas";
  if (is("MediaStreamTrackGenerator")) return "generated";
  // a screen says which surface it shows; a canvas and a video element have no device
  const settings = (track?.getSettings?.() ?? {}) as MediaTrackSettings & { displaySurface?: string };
  if (settings.displaySurface) return "screen";
  return settings.deviceId ? "device" : "other";
}

// a camera offers rates and sizes to choose from; absent where the browser does not tell
function rangesOf(track: MediaStreamTrack | null | undefined): object {
  const able = track?.getCapabilities?.();
  if (!able?.width || !able.frameRate) return {};
  return { ranges: able.width.max! > able.width.min! && able.frameRate.max! > 0 };
}
