// <FaceAuth> for Vue 3: attributes and listeners go to the element; access and iceServers are its properties. Vue itself is the page's.

import { defineComponent, h } from "vue";
import "../index";

export const FaceAuth = defineComponent({
  name: "FaceAuth",
  inheritAttrs: false,
  props: { access: Function, iceServers: Array, sessionToken: String, endpoint: String, purpose: String, lang: String, anotherWay: Boolean },
  setup: (properties, { attrs, slots }) => () => h("face-auth", {
    ...attrs, ".access": properties.access ?? null, ".iceServers": properties.iceServers ?? [], "^session-token": properties.sessionToken,
    "^endpoint": properties.endpoint, "^purpose": properties.purpose, "^lang": properties.lang,
    "^another-way": properties.anotherWay ? "" : null,
  }, slots.default?.()),
});
