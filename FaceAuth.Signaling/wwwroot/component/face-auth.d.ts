// Types of face-auth.js; written by the build.
/** What a session is for. */
export type Purpose = "enroll" | "verify" | "identify";
/** Movements that may be asked for one by one. */
export declare const movements: readonly ["blink", "turn_left", "turn_right", "nod_up", "nod_down", "smile", "open_mouth", "move_closer"];
export type Movement = typeof movements[number];
/** A challenge: one of the movements, or a mark to follow with the nose. */
export type ChallengeKind = Movement | "pursuit";
/** The steps of a session, in their order. */
export declare const steps: readonly ["face", "liveness", "antispoof", "recognition"];
export type Step = typeof steps[number];
export interface Hello {
    type: "hello";
    session: string;
    purpose: Purpose;
    policy: string;
    models: string[];
}
export interface Guidance {
    type: "guidance";
    code: string;
    text: string;
    detail?: string | null;
}
/** Where a mark goes: at `atMs` it sets out for x (positive on the person's own left) and y (positive up), and is there `moveMs` later. */
export interface Path {
    moveMs: number;
    stops: {
        atMs: number;
        x: number;
        y: number;
    }[];
}
export interface Challenge {
    type: "challenge";
    kind: ChallengeKind;
    count: number;
    deadlineMs: number;
    text: string;
    side?: string | null;
    factor?: number | null;
    path?: Path | null;
}
export interface ChallengeOver {
    type: "challenge_over";
    answered: boolean;
}
/** Colours that all of the page but the picture takes, one after another. */
export interface Light {
    type: "light";
    moveMs: number;
    stayMs: number;
    colours: {
        atMs: number;
        red: number;
        green: number;
        blue: number;
    }[];
}
export interface Progress {
    type: "progress";
    value: number;
    steps: Partial<Record<Step, number>>;
}
/** How it ended: `verdict` is a compact JWS, for the service to check. */
export interface Result {
    type: "result";
    accepted: boolean;
    reasons: string[];
    verdict: string;
}
export interface Failure {
    type: "error";
    code: string;
    text: string;
}
export interface Stats {
    type: "stats";
    [field: string]: unknown;
}
export type ServerMessage = Hello | Guidance | Challenge | ChallengeOver | Light | Progress | Result | Failure | Stats;
/** What begins a session: its token, and relays where the service has some. */
export interface Access {
    token: string;
    iceServers?: RTCIceServer[];
}
/** Gives a token when the camera is open, so that none runs out while somebody reads; may reject with an error that has a `code`. */
export type AccessSource = () => Promise<Access>;
/** How far a session is. */
export type SessionState = "idle" | "camera" | "connecting" | "running" | "moving" | "over";

/** Why there is no result: `code` is stable, `message` says in English what to do next. */
export declare class Problem extends Error {
    readonly code: string;
    constructor(code: string, text: string);
    /** Whatever was thrown, as a Problem; what has a code of its own keeps it. */
    static of(fault: unknown): Problem;
}
/** Whether the session's token is still good after it; `hasOffered` says whether the server was asked to begin. */
export declare const isHarmless: (code: string, hasOffered: boolean) => boolean;

/** A camera that may be chosen. */
export interface Camera {
    id: string;
    name: string;
}
/** Opens a camera that can be used: the one that is named, or one that faces the person and sees colours. Rejects with a Problem. */
export declare function openCamera(id?: string): Promise<MediaStream>;
/** The cameras that may be chosen; none before the person has allowed one, because browsers then tell no names. */
export declare function listCameras(): Promise<Camera[]>;
/** What is known of a sender's track, given the one that the camera gave at first: the message for the server. */
export declare function describeCamera(track: MediaStreamTrack | null | undefined, first: MediaStreamTrack | null | undefined): object;

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
    state: SessionState;
    camera: MediaStream;
    message: ServerMessage;
    hello: Hello;
    guidance: Guidance;
    challenge: Challenge;
    challenge_over: ChallengeOver;
    light: Light;
    progress: Progress;
    stats: Stats;
    result: Result;
    error: Problem;
}
/**
 * A session. `start` it in a click: browsers then ask for the camera. It says `result` or `error` once, as its last word.
 */
export declare class FaceAuthSession extends EventTarget {
    #private;
    constructor(options: SessionOptions);
    get state(): SessionState;
    /** Whether the token may be spent: the server was asked to begin. */
    get hasOffered(): boolean;
    /** The camera's stream, to be shown mirrored; it ends with the session. */
    get stream(): MediaStream | undefined;
    /** The fingerprints of the connection's two certificates, as the verdict names them. */
    get fingerprints(): {
        local: string | null;
        remote: string | null;
    };
    /** Listens; answers what stops it. */
    on<K extends keyof SessionEvents>(name: K, listener: (detail: SessionEvents[K]) => void): () => void;
    /** Opens the camera and connects. What goes wrong is said as `error`. */
    start(): Promise<void>;
    /** Says something on the data channel; false before it is open. */
    send(message: object): boolean;
    /** Leaves: the server drops what it has. Nothing more is said. */
    cancel(): void;
}

/** Which of its views an element shows. */
export type View = "intro" | "capture" | "result";
/**
 * Attributes: `session-token`, `endpoint`, `purpose`, `lang`, `another-way`. Events, none of which bubbles: `view`, `message`, `guidance`,
 * `progress`, `challenge`, `result`, `error` ({code, text}), `done`, `another-way`. Slots: `intro`, `capture`, `actions`, `result`,
 * `another-way`.
 */
export declare class FaceAuthElement extends HTMLElement {
    #private;
    static readonly observedAttributes: string[];
    /** Gives a token when the camera is open; takes the place of `session-token`. With it a person may try again. */
    access: AccessSource | null;
    /** Relays, as the answer to POST /v1/sessions has them; for `session-token`. */
    iceServers: RTCIceServer[];
    constructor();
    get view(): View | null;
    /** The session that runs; null for none. */
    get session(): FaceAuthSession | null;
    /** The certificates' fingerprints of the last session's connection. */
    get fingerprints(): FaceAuthSession["fingerprints"];
    connectedCallback(): void;
    disconnectedCallback(): void;
    attributeChangedCallback(name: string, before: string | null, now: string | null): void;
    /** Shows what will happen, with the button that starts it. A session that runs is left. */
    reset(): void;
    /** Opens the camera and runs the session; call it in a click of the person's, if the element's own button is not to be used. */
    start(): Promise<void>;
    /** Leaves the session that runs and says `done`; a page that prevents its default shows something else itself. */
    cancel(): void;
    /** Words of its messages in its language, for a page that says more around it. */
    text(key: string, n?: number | string): string;
    /** Puts the focus where reading starts. */
    focus(options?: FocusOptions): void;
}
