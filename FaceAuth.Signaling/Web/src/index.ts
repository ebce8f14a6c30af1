// Everything this package gives out; loading it makes <face-auth> known.

import { FaceAuthElement } from "./element.js";

export { describeCamera, listCameras, openCamera, type Camera } from "./camera.js";
export * from "./contracts.js";
export { FaceAuthElement, type View } from "./element.js";
export { Problem } from "./problem.js";
export { FaceAuthSession, type SessionEvents, type SessionOptions } from "./session.js";

if (!customElements.get("face-auth")) customElements.define("face-auth", FaceAuthElement);
