// What goes over the data channel, and what this package says to its page. The server's side: docs/api.md, "The data channel".

/** What a session is for. */
export type Purpose = "enroll" | "verify" | "identify";

/** Movements that may be asked for one by one. */
export const movements =
  ["blink", "turn_left", "turn_right", "nod_up", "nod_down", "smile", "open_mouth", "move_closer"] as const;
export type Movement = typeof movements[number];

/** A challenge: one of the movements, or a mark to follow with the nose. */
export type ChallengeKind = Movement | "pursuit";

/** The steps of a session, in their order. */
export const steps = ["face", "liveness", "antispoof", "recognition"] as const;
export type Step = typeof steps[number];

export interface Hello { type: "hello"; session: string; purpose: Purpose; policy: string; models: string[] }
export interface Guidance { type: "guidance"; code: string; text: string; detail?: string | null }

/** Where a mark goes: at `atMs` it sets out for x (positive on the person's own left) and y (positive up), and is there `moveMs` later. */
export interface Path { moveMs: number; stops: { atMs: number; x: number; y: number }[] }

export interface Challenge {
  type: "challenge"; kind: ChallengeKind; count: number; deadlineMs: number; text: string;
  side?: string | null; factor?: number | null; path?: Path | null;
}
export interface ChallengeOver { type: "challenge_over"; answered: boolean }

/** Colours that all of the page but the picture takes, one after another. */
export interface Light { type: "light"; moveMs: number; stayMs: number; colours: { atMs: number; red: number; green: number; blue: number }[] }
export interface Progress { type: "progress"; value: number; steps: Partial<Record<Step, number>> }

/** How it ended: `verdict` is a compact JWS, for the service to check. */
export interface Result { type: "result"; accepted: boolean; reasons: string[]; verdict: string }
export interface Failure { type: "error"; code: string; text: string }
export interface Stats { type: "stats"; [field: string]: unknown }

export type ServerMessage = Hello | Guidance | Challenge | ChallengeOver | Light | Progress | Result | Failure | Stats;

/** What begins a session: its token, and relays where the service has some. */
export interface Access { token: string; iceServers?: RTCIceServer[] }

/** Gives a token when the camera is open, so that none runs out while somebody reads; may reject with an error that has a `code`. */
export type AccessSource = () => Promise<Access>;

/** How far a session is. */
export type SessionState = "idle" | "camera" | "connecting" | "running" | "moving" | "over";
