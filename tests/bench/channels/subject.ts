/** What is measured: two ends of something that carries messages, one in the page and one in a worker. */

export interface Subject {
  /** Sends 64 bytes and waits until they are back, so often. */
  roundTrips(count: number): Promise<void>;
  /** Sends messages; resolves when the worker has told that it has them all. */
  toWorker(count: number, bytes: number): Promise<void>;
  /** Asks for messages; resolves when they are all here. Undefined where that is not measured. */
  fromWorker?(count: number, bytes: number): Promise<void>;
  /** Since the last call: the longest time, in milliseconds, that the worker was away from its event loop. */
  workerGap(): Promise<number>;
  close(): void;
}

/** The files that the page takes, relative to it. */
export interface Files {
  readonly bridge: string;
  readonly ring: string;
  readonly posted: string;
  readonly wasmExec: string;
}

export const sideNames = ["ours", "oursNoSpin", "floor", "floorNoSpin", "posted", "comlink"] as const;
/** `NoSpin`: both threads go to sleep at once where there is nothing to read. */
export type SideName = (typeof sideNames)[number];

/** Numbers as the first bytes of a message. */
export const numbers = (...values: readonly number[]): Uint8Array => new Uint8Array(Uint32Array.from(values).buffer);
