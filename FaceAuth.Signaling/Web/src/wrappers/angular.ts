// Angular binds to elements as they are, in components that have `schemas: [CUSTOM_ELEMENTS_SCHEMA]`:
//   <face-auth purpose="verify" [access]="access" (result)="onResult($any($event).detail)"></face-auth>
// This makes the element known, and gives what a component's methods are called with their types.

import "../index";
import type { Challenge, FaceAuthElement, Guidance, Progress, Result } from "../index";

export type { FaceAuthElement };

/** What `detail` is, by the event's name. */
export interface FaceAuthDetails {
  guidance: Guidance; progress: Progress; challenge: Challenge; result: Result; error: { code: string; text: string };
  done: { cancelled: boolean };
}
