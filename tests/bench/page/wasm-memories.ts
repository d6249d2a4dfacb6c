/** Counts WebAssembly memories, which Chromium leaves out of what it tells about a page's heap. */

/**
 * Watches `memory.buffer`, which every host must read to look into a memory, and returns a function that gives the size
 * of all memories seen. Install it before any host starts; not for pages whose time is measured.
 */
export function watchMemories(): () => number {
  const seen = new Set<WebAssembly.Memory>();
  const getter = Object.getOwnPropertyDescriptor(WebAssembly.Memory.prototype, "buffer")?.get;
  if (!getter) throw new Error("WebAssembly.Memory has no buffer to watch");
  Object.defineProperty(WebAssembly.Memory.prototype, "buffer", {
    configurable: true,
    get(this: WebAssembly.Memory) {
      seen.add(this);
      return getter.call(this) as ArrayBuffer;
    },
  });
  return () => [...seen].reduce((sum, memory) => sum + (getter.call(memory) as ArrayBuffer).byteLength, 0);
}
