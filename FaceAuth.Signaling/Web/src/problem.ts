/** Why there is no result: `code` is stable, `message` says in English what to do next. */
export class Problem extends Error {
  readonly code: string;

  constructor(code: string, text: string) {
    super(text);
    this.name = "Problem";
    this.code = code;
  }

  /** Whatever was thrown, as a Problem; what has a code of its own keeps it. */
  static of(fault: unknown): Problem {
    if (fault instanceof Problem) return fault;
    const { code, message } = (fault ?? {}) as { code?: unknown; message?: unknown };
    return typeof code === "string"
      ? new Problem(code, String(message ?? code))
      : new Problem("browser", `This browser could not connect: ${String(message ?? fault)}`);
  }
}

// What leaves a session's token unused, so that the same one can be tried again.
const harmless = new Set([
  "camera_denied", "no_camera", "camera_busy", "camera_failed", "insecure_origin", "busy", "too_many_sessions", "relying_party_busy",
  "address_busy", "not_ready", "server_stopping", "unreachable", "no_answer", "policy_not_possible", "bad_endpoint",
]);

// And these, as long as the server was not asked to begin.
const harmlessBefore = new Set(["camera_lost", "browser"]);

/** Whether the session's token is still good after it; `hasOffered` says whether the server was asked to begin. */
export const isHarmless = (code: string, hasOffered: boolean): boolean =>
  harmless.has(code) || !hasOffered && harmlessBefore.has(code);
