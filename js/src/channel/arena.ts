/** The arena as typed arrays. It grows only when a channel is opened: `refresh` then, and indices fit again. */
export class Arena {
  readonly memory: WebAssembly.Memory;
  i32!: Int32Array;
  u8!: Uint8Array;

  constructor(memory: WebAssembly.Memory) {
    this.memory = memory;
    this.refresh();
  }

  /** Whether two threads may use it. */
  get shared(): boolean {
    return typeof SharedArrayBuffer === "function" && this.memory.buffer instanceof SharedArrayBuffer;
  }

  refresh(): void {
    const { buffer } = this.memory;
    this.i32 = new Int32Array(buffer);
    this.u8 = new Uint8Array(buffer);
  }

  load(at: number): number {
    return Atomics.load(this.i32, at >>> 2) >>> 0;
  }

  store(at: number, value: number): void {
    Atomics.store(this.i32, at >>> 2, value | 0);
  }

  exchange(at: number, value: number): number {
    return Atomics.exchange(this.i32, at >>> 2, value | 0) >>> 0;
  }

  read(at: number): number {
    return (this.i32[at >>> 2] as number) >>> 0;
  }

  write(at: number, value: number): void {
    this.i32[at >>> 2] = value | 0;
  }

  /** Whether the side whose waiting word this is sleeps, and this one is the one to ring (bridge/channel/sleep.h). */
  takeWaiting(at: number): boolean {
    return this.load(at) !== 0 && this.exchange(at, 0) !== 0;
  }
}
