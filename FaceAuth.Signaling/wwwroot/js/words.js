// What codes mean to a person.

export const steps = { face: "Face", liveness: "Alive", antispoof: "Genuine", recognition: "Captured" };

const reasons = {
  no_face: "No face was seen, or not for long enough.",
  one_face_only: "More than one face was in the picture.",
  face_obstructed: "Something covered your face. Take off mask or sunglasses, and keep hair and hands away from eyes and mouth.",
  poor_quality: "The picture was too dark, blurred or turned away. Find even light and look straight ahead.",
  no_sign_of_life: "No sign of life was seen in time. Blink as you normally would.",
  challenge_failed: "What was asked for was not seen in time, or something else was done. Wait for the words, then do only what they say.",
  light_not_seen: "The colours of this page were not seen in the light on your face. Find a darker place, turn the screen brighter and come closer.",
  spoof_suspected: "This looked like a picture or a screen instead of a person.",
  injection_suspected: "The video did not look like a camera's. Use the device's own camera, and close programs that change its picture.",
  not_same_person: "This is not the face that was enrolled.",
  known_as_another: "This face is enrolled under another name.",
  timed_out: "There was not enough time. Start again and hold still.",
  no_video: "No picture arrived from the camera.",
  server_busy: "The server had too much to do. Nothing was decided about you: try again in a moment.",
  internal_error: "Something broke on the server; nothing was decided about you.",
  storage_full: "The server cannot store anything now; nothing was decided about you.",
  store_unavailable: "The server's database does not answer; nothing was decided about you.",
};

export const reasonText = code => reasons[code] ?? code;

// Guidance that says no more than the challenge beside it.
export const isCalm = code => code === "hold_still" || code === "blink";

// The server says it in words; a sign beside the face repeats it for who does not read. The picture is mirrored, so that
// the person's own left is its left.
export const challengeText = ({ kind, text }) => text ?? `${kind.replaceAll("_", " ")}.`;

const cues = {
  turn_left: "←", turn_right: "→", nod_up: "↑", nod_down: "↓", move_closer: "⤢", blink: "◡ ◡", smile: "‿", open_mouth: "○",
};
export const challengeCue = ({ kind, count }) => (cues[kind] ?? "") + (count > 1 ? ` ×${count}` : "");

export const overText = ({ answered }) => answered ? "Good." : "That was not it, or too late.";

export function resultWords(purpose, accepted) {
  if (!accepted) return ["Not accepted", purpose === "enroll" ? "Your face was not enrolled." : "You could not be verified this time."];
  switch (purpose) {
    case "enroll": return ["Your face is enrolled", "From now on you can verify that it is you."];
    case "identify": return ["Recognised", "You are known here."];
    default: return ["It is you", "You were verified, and the server signed for it."];
  }
}

const problemTitles = {
  camera_denied: "The camera is not allowed",
  no_camera: "No camera",
  camera_busy: "The camera is in use",
  camera_lost: "The camera went away",
  insecure_origin: "Not on this address",
  busy: "The server is busy",
  store_unavailable: "The database does not answer",
  outcome_unknown: "Not known whether it was done",
  storage_full: "The server cannot store anything",
  not_ready: "The server is not ready",
  not_enrolled: "Not enrolled yet",
  already_enrolled: "Already enrolled",
  enroll_again: "Enrol again",
  never_connected: "No connection",
  lost: "Connection lost",
  unreachable: "No connection",
  too_many_requests: "Too often",
  too_many_attempts: "Too many attempts",
  face_disabled: "Face switched off",
  too_many_sessions: "Too many sessions at once",
  relying_party_busy: "The service is busy",
  address_busy: "Too many sessions from here",
  timed_out: "Time is up",
  token_expired: "Signed out",
  account_disabled: "Account disabled",
  account_removed: "No such account any more",
  subject_erased: "Erased meanwhile",
  session_used: "Link already used",
  session_expired: "Link expired",
};

// What leaves a session's token unused, so that the same link can be tried again.
const harmless = new Set([
  "camera_denied", "no_camera", "camera_busy", "camera_failed", "insecure_origin", "busy", "too_many_sessions", "relying_party_busy", "address_busy", "not_ready", "server_stopping", "unreachable", "no_answer",
]);
export const isHarmless = code => harmless.has(code);

const refusedFields = { bad_user_name: "user-name", name_taken: "user-name", bad_password: "password", login_failed: "password" };

/** The field of the sign-in form that a refusal is about; undefined where it is about none. */
export const refusedField = code => refusedFields[code];

export const problemTitle = code => problemTitles[code] ?? "That did not work";

export const partNames = { models: "Models", store: "Store", media: "Video" };
