// As much of the frameworks' types as the wrappers use; neither is installed here, and the page brings its own.

declare module "react" {
  export function createElement(type: string, properties: object): never;
  export function useEffect(effect: () => void | (() => void), on: unknown[]): void;
  export function useRef<T>(value: T): { current: T };
}

declare module "vue" {
  type Properties = Record<string, unknown>;
  export function h(type: string, properties: object, children?: unknown): unknown;
  export function defineComponent(options: {
    name: string; inheritAttrs: boolean; props: object;
    setup: (properties: Properties, context: { attrs: Properties; slots: Record<string, (() => unknown) | undefined> }) => () => unknown;
  }): never;
}
