// What the browser says of the camera, as classes: neither its name nor its id leaves this page.

// Programs that stand in for a camera. Phones that serve as one are cameras, and not among them.
const virtual = new RegExp([
  "\\bobs\\b", "manycam", "snap ?camera", "xsplit", "loopback", "dummy video", "fake_device", "fake device", "mmhmm", "\\bndi\\b",
  "\\bvirtual\\b", "\\bvcam\\b", "e2esoft", "camtwist", "chromacam", "splitcam", "sparkocam", "webcamoid", "akvcam", "altercam", "youcam",
  "\\.(mjpeg|y4m|mp4)$", "vmix", "vtube", "streamlabs", "prism live", "unity video", "nvidia broadcast", "logi capture", "screen capture",
].join("|"), "i");

/** What is known of a sender's track, given the one that the camera gave at first: the message for the server. */
export function describeCamera(track, first) {
  return { type: "camera", name: nameOf(track?.label), source: sourceOf(track), same: track === first, ...rangesOf(track) };
}

function nameOf(label) {
  if (!label) return "none";
  return virtual.test(label) ? "virtual" : "plain";
}

function sourceOf(track) {
  const is = type => typeof window[type] === "function" && track instanceof window[type];
  if (is("CanvasCaptureMediaStreamTrack")) return "canvas";
  if (is("MediaStreamTrackGenerator")) return "generated";
  // a screen says which surface it shows; a canvas and a video element have no device
  const settings = track?.getSettings?.() ?? {};
  if (settings.displaySurface) return "screen";
  return settings.deviceId ? "device" : "other";
}

// a camera offers rates and sizes to choose from; absent where the browser does not tell
function rangesOf(track) {
  const able = track?.getCapabilities?.();
  if (!able?.width || !able.frameRate) return {};
  return { ranges: able.width.max > able.width.min && able.frameRate.max > 0 };
}
