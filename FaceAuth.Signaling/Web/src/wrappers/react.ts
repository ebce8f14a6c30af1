// <FaceAuth> for React: properties in, events as on… functions. React itself is the page's.

import { createElement, useEffect, useRef } from "react";
import type { FaceAuthElement } from "../index";
import "../index";

export interface FaceAuthProperties {
  sessionToken?: string; access?: FaceAuthElement["access"]; iceServers?: RTCIceServer[]; endpoint?: string; purpose?: string; lang?: string;
  anotherWay?: boolean; onResult?: (detail: unknown) => void; onError?: (detail: unknown) => void; onGuidance?: (detail: unknown) => void;
  onProgress?: (detail: unknown) => void; onChallenge?: (detail: unknown) => void; onDone?: (detail: unknown) => void;
  onAnotherWay?: (detail: unknown) => void;
}

const events = {
  result: "onResult", error: "onError", guidance: "onGuidance", progress: "onProgress", challenge: "onChallenge", done: "onDone",
  "another-way": "onAnotherWay",
} as const;

export function FaceAuth(properties: FaceAuthProperties) {
  const place = useRef<FaceAuthElement | null>(null);
  const latest = useRef(properties);
  latest.current = properties;
  useEffect(() => {
    const ending = new AbortController();
    for (const [event, name] of Object.entries(events)) {
      place.current?.addEventListener(event, (said: Event) => latest.current[name as "onResult"]?.((said as CustomEvent).detail), { signal: ending.signal });
    }
    return () => ending.abort();
  }, []);
  useEffect(() => {
    if (place.current) Object.assign(place.current, { access: properties.access ?? null, iceServers: properties.iceServers ?? [] });
  }, [properties.access, properties.iceServers]);
  return createElement("face-auth", {
    ref: place, "session-token": properties.sessionToken, endpoint: properties.endpoint, purpose: properties.purpose, lang: properties.lang,
    "another-way": properties.anotherWay ? "" : undefined,
  });
}
