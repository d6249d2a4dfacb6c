/**
 * Typed arrays on a memory that may grow. Growth detaches the old buffer, and a view on it then has length 0: that is what each user tests,
 * since it costs next to nothing in compiled code (`memory.buffer` is a call).
 */
export class Views {
  u8 = new Uint8Array(0);
  u32 = new Uint32Array(0);
  f64 = new Float64Array(0);
  #memory: WebAssembly.Memory | undefined;

  /** Gives the memory, once it exists; before, nothing may be read. */
  attach(memory: WebAssembly.Memory): this {
    this.#memory = memory;
    this.refresh();
    return this;
  }

  /** How large the memory is now, in bytes; 0 without one. */
  size(): number {
    return this.#memory?.buffer.byteLength ?? 0;
  }

  /** Lets the memory go. */
  detach(): void {
    this.#memory = undefined;
    this.u8 = new Uint8Array(0);
    this.u32 = new Uint32Array(0);
    this.f64 = new Float64Array(0);
  }

  /** Takes the views again. */
  refresh(): void {
    const { buffer } = this.#memory as WebAssembly.Memory;
    this.u8 = new Uint8Array(buffer);
    this.u32 = new Uint32Array(buffer);
    this.f64 = new Float64Array(buffer);
  }
}
