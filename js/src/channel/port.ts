/**
 * The transport without shared memory: Go's side keeps its rings in the worker, and a pump on each side sends bursts of frames through a
 * MessagePort, each burst one transferred buffer. What is under way is bounded by credit: the receiver gives it back as it reads.
 */
import { Arena } from "./arena.js";
import { Status, type ChannelInfo, type End, type Reader, type Writer } from "./end.js";
import { GoSide, type EngineChannels } from "./go-side.js";
import type { Hub } from "./hub.js";
import { FRAME_HEAD, POLICY_LATEST } from "./layout.js";
import { arenaEnd } from "./local.js";
import { createArena, type ChannelModules } from "./modules.js";
import { frameBytes } from "./ring.js";
import { Turns } from "./turns.js";

/** A message of either side, about the channel of that handle. */
export type PortMessage =
  | { opened: ChannelInfo }
  | { closed: number } // by Go's program
  | { release: number }
  | { bye: true } // Go's side has ended
  | { handle: number; burst: ArrayBuffer }
  | { handle: number; credit: number }
  | { handle: number; end: "writer" | "reader" };

type Post = (message: PortMessage, transfer?: Transferable[]) => void;

/** A burst is on its way when it has this many bytes, or the task is through. */
const BURST_BYTES = 1 << 16;

/** Writes bursts. */
class PortWriter implements Writer {
  readonly #info: ChannelInfo;
  readonly #post: Post;
  readonly #limit: number;
  #burst: Uint8Array[] = [];
  #bytes = 0;
  #credit: number;
  #closed = false;
  #inFlight = false; // a burst that was not read yet: the next one gathers meanwhile
  #wanted = 0;

  constructor(info: ChannelInfo, post: Post) {
    this.#info = info;
    this.#post = post;
    this.#limit = this.#credit = info.capacity;
  }

  write(payload: Uint8Array): Status {
    const { maxMessage, policy } = this.#info;
    if (this.#closed) return Status.closed;
    if (payload.length > maxMessage) return Status.tooLong;
    if (policy === POLICY_LATEST) {
      this.#burst = [payload.slice()];
      this.#bytes = frameBytes(payload.length);
      return Status.done;
    }
    const size = frameBytes(payload.length);
    if (size > this.#credit) {
      this.#wanted = size;
      return Status.notYet;
    }
    this.#credit -= size;
    this.#burst.push(payload.slice());
    this.#bytes += size;
    if (this.#bytes >= BURST_BYTES) this.#go();
    return Status.done;
  }

  publish(): void {
    if (!this.#inFlight) this.#go();
  }

  #go(): void {
    if (this.#burst.length === 0) return;
    this.#inFlight = true;
    const buffer = new ArrayBuffer(this.#bytes);
    const words = new Uint32Array(buffer);
    const bytes = new Uint8Array(buffer);
    let at = 0;
    for (const payload of this.#burst) {
      words[at >>> 2] = payload.length;
      bytes.set(payload, at + FRAME_HEAD);
      at += frameBytes(payload.length);
    }
    this.#burst = [];
    this.#bytes = 0;
    this.#post({ handle: this.#info.handle, burst: buffer }, [buffer]);
  }

  arm(): boolean {
    return this.#closed || this.#credit >= this.#wanted;
  }

  close(): void {
    if (this.#closed) return;
    this.#go();
    this.#post({ handle: this.#info.handle, end: "writer" });
    this.#closed = true;
  }

  /** The other side has read so much. */
  refund(credit: number): void {
    this.#credit = credit === Infinity ? credit : Math.min(this.#limit, this.#credit + credit);
    this.#inFlight = false;
    this.publish();
  }

  /** The other side reads no more. */
  refused(): void {
    this.#closed = true;
    this.#burst = [];
  }
}

/** Reads bursts. */
class PortReader implements Reader {
  bytes = new Uint8Array(0);
  at = 0;
  length = 0;
  readonly #info: ChannelInfo;
  readonly #post: Post;
  readonly #again: () => void;
  #bursts: ArrayBuffer[] = [];
  #next = 0; // in the first burst
  #size = 0;
  #owed = 0;
  #held = 0;
  #ended = false;
  #closed = false;

  constructor(info: ChannelInfo, post: Post, again: () => void) {
    this.#info = info;
    this.#post = post;
    this.#again = again;
  }

  peek(): Status {
    const burst = this.#bursts[0];
    if (!burst) return this.#ended ? Status.closed : Status.notYet;
    if (this.#info.policy === POLICY_LATEST && this.#held > 0) return Status.notYet;
    if (this.bytes.buffer !== burst) this.bytes = new Uint8Array(burst);
    const length = burst.byteLength - this.#next >= FRAME_HEAD ? (new Uint32Array(burst, this.#next, 1)[0] as number) : Infinity;
    if (length > this.#info.maxMessage || frameBytes(length) > burst.byteLength - this.#next) return Status.corrupt;
    this.at = this.#next + FRAME_HEAD;
    this.length = length;
    this.#size = frameBytes(length);
    return Status.done;
  }

  skip(): void {
    this.#advance();
    this.#owe(this.#size);
  }

  hold(): () => void {
    const size = this.#size;
    this.#advance();
    this.#held++;
    if (this.#next === 0 && this.#info.policy !== POLICY_LATEST) this.#pay(); // who holds this one may wait for the next
    let released = false;
    return () => {
      if (released) return;
      released = true;
      this.#held--;
      this.#owe(size);
      this.giveBack();
      this.#again();
    };
  }

  giveBack(): void {
    if (this.#owed > 0) this.#pay();
  }

  #pay(): void {
    if (!this.#closed) this.#post({ handle: this.#info.handle, credit: this.#owed });
    this.#owed = 0;
  }

  arm(): boolean {
    return this.#ended && this.#bursts.length === 0;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#bursts = [];
    this.#post({ handle: this.#info.handle, end: "reader" });
  }

  /** A burst has come. */
  receive(burst: ArrayBuffer): void {
    if (!this.#closed) this.#bursts.push(burst);
  }

  /** The other side writes no more. */
  finish(): void {
    this.#ended = true;
  }

  #advance(): void {
    this.#next += this.#size;
    if (this.#next < (this.#bursts[0] as ArrayBuffer).byteLength) return;
    this.#bursts.shift();
    this.#next = 0;
  }

  #owe(size: number): void {
    this.#owed += size;
    if (this.#owed >= this.#info.capacity / 8 || this.#info.policy === POLICY_LATEST) this.#pay();
  }
}

/** The two directions of a channel over a port. */
export class PortEnd implements End {
  readonly reader: PortReader;
  readonly writer: PortWriter;

  constructor(info: ChannelInfo, post: Post, again: () => void) {
    this.reader = new PortReader(info, post, again);
    this.writer = new PortWriter(info, post);
  }

  take(message: Extract<PortMessage, { handle: number }>): void {
    if ("burst" in message) this.reader.receive(message.burst);
    else if ("credit" in message) this.writer.refund(message.credit);
    else if (message.end === "writer") this.reader.finish();
    else this.writer.refused();
  }
}

/** The page's side. */
export function connectPort(hub: Hub, port: MessagePort): void {
  const ends = new Map<number, PortEnd>();
  const post: Post = (message, transfer = []) => port.postMessage(message, transfer);
  port.addEventListener("message", event => {
    const message = event.data as PortMessage;
    hub.turns.began();
    if ("opened" in message) return hub.opened(message.opened);
    if ("closed" in message) return hub.closed(message.closed);
    if ("bye" in message) return heard();
    if (!("handle" in message)) return;
    ends.get(message.handle)?.take(message);
    hub.rung();
  });
  port.start();
  let heard = (): void => void (saidBye = true);
  let saidBye = false;
  hub.use({
    drain: done => (saidBye ? done() : (heard = done)),
    connect(info) {
      const end = new PortEnd(info, post, hub.rung);
      ends.set(info.handle, end);
      return end;
    },
    release(handle) {
      ends.delete(handle);
      post({ release: handle });
    },
    close: () => port.close(),
  });
}

/** Go's side, in the worker: rings of its own, and a pump between each and the port. */
export function portSide(program: string, modules: ChannelModules, port: MessagePort): EngineChannels {
  const memory = createArena(false);
  const arena = new Arena(memory);
  const turns = new Turns(() => side.turnBegins());
  const pumps = new Map<number, Pump>();
  const post: Post = (message, transfer = []) => port.postMessage(message, transfer);
  let queued = false;
  const pumpAll = (): void => {
    if (queued) return;
    queued = true;
    turns.soon(() => {
      queued = false;
      for (const pump of pumps.values()) pump.run();
    });
  };
  const side: GoSide = new GoSide(program, modules, memory, turns, {
    grown: () => arena.refresh(),
    opened(info) {
      post({ opened: info });
      pumps.set(info.handle, new Pump(arenaEnd(arena, info, side.rung, () => {}), new PortEnd(info, post, pumpAll)));
      pumpAll();
    },
    closed(handle) {
      pumps.get(handle)?.run();
      post({ closed: handle });
    },
    bell: pumpAll,
    release() {
      for (const pump of pumps.values()) pump.finish(); // what a program sent last, before it ended
      turns.close();
      post({ bye: true });
    },
  });
  port.addEventListener("message", event => {
    const message = event.data as PortMessage;
    turns.began();
    if ("release" in message) {
      pumps.delete(message.release);
      side.releaseChannel(message.release);
    } else if ("handle" in message) {
      pumps.get(message.handle)?.port.take(message);
      pumpAll();
    }
  });
  port.start();
  return side;
}

/** Carries messages between a ring in this worker and the port, as far as there is space on either side. */
class Pump {
  readonly port: PortEnd;
  readonly #ring: End;

  constructor(ring: End, port: PortEnd) {
    this.#ring = ring;
    this.port = port;
  }

  /** Sends what is left, and the end. */
  finish(): void {
    this.port.writer.refund(Infinity);
    carry(this.#ring.reader, this.port.writer);
    this.port.writer.close();
  }

  run(): void {
    carry(this.#ring.reader, this.port.writer);
    carry(this.port.reader, this.#ring.writer);
  }
}

function carry(reader: Reader, writer: Writer): void {
  for (;;) {
    const found = reader.peek();
    if (found === Status.done) {
      const written = writer.write(reader.bytes.subarray(reader.at, reader.at + reader.length));
      if (written === Status.done) {
        reader.skip();
        continue;
      }
      writer.publish();
      if (written === Status.notYet && writer.arm()) continue;
      if (written !== Status.notYet) reader.close();
      reader.giveBack();
      return;
    }
    writer.publish();
    reader.giveBack();
    if (found !== Status.notYet) return writer.close();
    if (!reader.arm()) return;
  }
}
