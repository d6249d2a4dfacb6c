/** Live figures of a program. */
export interface Stats {
  /** JavaScript values that Go holds references to. */
  refs: number;
  /** `js.FuncOf` wrappers that Go holds; a released one is gone when Go's finalizer has run. */
  wrappers: number;
  /** Go's memory in bytes. */
  memoryBytes: number;
  /** The bridge's own memory in bytes. */
  bridgeBytes: number;
  /** Calls from Go to its host. */
  hostCalls: number;
  /** Calls from JavaScript into Go's functions. */
  callbacks: number;
}
