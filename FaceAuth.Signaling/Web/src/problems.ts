// Which words go with which code of the server or of this package; a code that is not here has words under its own name.

const words: Record<string, string> = {
  relying_party_busy: "busy", address_busy: "busy", too_many_sessions: "busy", server_stopping: "busy", server_busy: "busy",
  session_expired: "token_expired", unauthorized: "token_invalid", session_unknown: "token_invalid",
  storage_full: "storage", store_unavailable: "storage", outcome_unknown: "storage",
  account_disabled: "account", account_removed: "account", left: "cancelled", session_ended: "cancelled",
  subject_unknown: "not_enrolled", group_unknown: "setup",
  fingerprint_mismatch: "tampered",
  handshake_failed: "browser", bad_message: "browser", bad_sdp: "browser", no_video: "browser", no_common_codec: "browser",
  video_not_decodable: "browser", no_fingerprint: "browser", no_data_channel: "browser", too_large: "browser", bad_request: "browser",
  no_answer: "unreachable", closed: "unreachable", node_unreachable: "unreachable", node_lost: "internal_error",
  bad_endpoint: "setup", foreign_page: "setup", plain_socket: "setup", policy_too_mild: "setup", unknown_policy: "setup", forbidden: "setup",
  consent_required: "setup", api_key_invalid: "setup", scope_missing: "setup", not_found: "setup",
};

// Words that end with "try again" or "start again".
const goesOn = new Set([
  "camera_lost", "never_connected", "lost", "unreachable", "busy", "timed_out", "cancelled", "browser", "storage", "internal_error", "tampered",
]);

/** Whether a problem's words tell to try again. */
export const saysAgain = (code: string): boolean => goesOn.has(wordsOf(code));

// Reasons by which nothing was decided about anybody: it was the server.
const undecided = new Set(["server_busy", "storage_full", "store_unavailable", "internal_error"]);

/** Whether a reason means that nothing was decided. */
export const isUndecided = (reason: string | undefined): reason is string => reason !== undefined && undecided.has(reason);

/** The key of a problem's words, without "problem." before it. */
export const wordsOf = (code: string): string => words[code] ?? code;
