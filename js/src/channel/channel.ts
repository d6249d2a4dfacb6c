/** A channel as the page has it. */
import type { GoChannelError } from "../errors.js";
import { codecNames, copyOf, decode, encode, hasViews, view, type ChannelCodec } from "./codecs.js";
import { Status, type ChannelInfo, type End } from "./end.js";
import { uncaught, type Turns } from "./turns.js";

/** A message in place, without a copy: `value` is an array on the channel's own memory, valid until it is released. */
export interface ChannelView<T> {
  /** The array. Its contents change after `release`. */
  readonly value: T;
  /** Gives the memory back to the channel. Until then the writer goes on elsewhere, as far as there is space. */
  release(): void;
}

/** How a channel is looked at. */
export interface ChannelOptions {
  /** What its messages are; Go's side has to say the same. By default `"bytes"`. */
  codec?: ChannelCodec;
  /** Whether received arrays are views in place, each to be released, in place of copies. */
  views?: boolean;
}

/** What a channel needs of the program that it belongs to. */
export interface Surroundings {
  readonly program: string;
  readonly GoChannelError: typeof GoChannelError;
  readonly turns: Turns;
  /** The page is through with what Go opened: both sides closed, everything read. */
  finished(channel: object): void;
  /** There is nothing to receive. True: do not sleep yet, `pump` will be called soon. */
  looks(channel: Listener): boolean;
}

/** A channel, as far as it waits for messages. */
export interface Listener {
  /** Someone wants its messages. */
  readonly isHeard: boolean;
  /** There is one, or the end. */
  readonly isReady: boolean;
  /** Hands out what is there; `sleeps`: nobody looks any more, so it has to be woken for the next. */
  pump(sleeps?: boolean): void;
}

interface Queued {
  bytes: Uint8Array;
  resolve: () => void;
  reject: (error: unknown) => void;
}
interface Waiter {
  resolve: (result: IteratorResult<unknown>) => void;
  reject: (error: unknown) => void;
}

/** How many messages pass between two looks at the clock. */
const LOOK_EVERY = 32;
/** What is sent is made visible when it has come to so many bytes, if not before; each message counts for some. A large message is so at once. */
const BURST_BYTES = 131072;
const BYTES_EACH = 64;
const LARGE = 16384;
/** So many microtasks long one looks whether more is sent, before that is left to the event loop's next turn. */
const HOPS = 4;
const resolved = Promise.resolve();
const nothing = Symbol();

/**
 * A two-way pipe of messages between the page and a goroutine. `In` is what the page sends, `Out` what it receives. There is one object for each
 * name; Go may open its side before or after.
 */
export class Channel<In = unknown, Out = unknown> implements AsyncIterable<Out> {
  /** The name that Go opens it by. */
  readonly name: string;
  /** What its messages are. */
  readonly codec: ChannelCodec;
  /** Resolves when Go has opened it; rejects where its codec is another one, or the program ends before. */
  readonly opened: Promise<void>;
  readonly #views: boolean;
  readonly #around: Surroundings;
  readonly #queue: Queued[] = [];
  readonly #waiters: Waiter[] = [];
  #subscribers: readonly ((value: Out) => void)[] = []; // another array with each change
  #opened!: { resolve: () => void; reject: (error: unknown) => void };
  #end: End | undefined;
  #isLatest = false;
  #isIterated = false;
  #closing = false; // close() was called
  #finished = false; // nothing more will be received
  #ended: { error: unknown } | undefined; // the program has ended: nothing can be sent, and what it has sent can still be read
  #drained = false; // nothing more of it is on its way
  #failure: GoChannelError | undefined;
  #current: Out | undefined;
  #unpublished = 0; // bytes
  #written = 0; // messages
  #publishing = false; // publish() will be called soon

  /** @internal Made by `program.channel`. */
  constructor(name: string, { codec = "bytes", views = false }: ChannelOptions, around: Surroundings) {
    this.name = name;
    this.codec = codec;
    this.#views = views;
    this.#around = around;
    this.opened = new Promise((resolve, reject) => (this.#opened = { resolve, reject }));
    this.opened.catch(() => {}); // told to whoever sends or receives as well
    if (!codecNames.includes(codec)) throw new TypeError(`"${String(codec)}" is no codec; there are ${codecNames.join(", ")}`);
    if (views && !hasViews(codec)) throw new TypeError(`messages of codec ${codec} have no views`);
  }

  /**
   * Sends a message: at once where there is space; else it waits for that, in order, and the promise tells when it has been taken. What is sent
   * was copied when `send` returns. Rejects with a GoChannelError where the channel is closed or the message longer than Go allows.
   */
  send(value: In): Promise<void> {
    let bytes: Uint8Array;
    try {
      bytes = encode(this.codec, value);
      if (this.#queue.length === 0 && this.#write(bytes)) return this.#around.turns.due(LOOK_EVERY) ? new Promise(resolve => this.#around.turns.later(resolve)) : resolved;
    } catch (error) {
      return Promise.reject(error as Error);
    }
    return new Promise((resolve, reject) => {
      this.#queue.push({ bytes: bytes.slice(), resolve, reject });
      if (this.#end) this.#flush();
    });
  }

  /** Sends a message if there is space for it now; says whether. Throws what `send` rejects with. */
  trySend(value: In): boolean {
    const bytes = encode(this.codec, value);
    return this.#queue.length === 0 && this.#write(bytes);
  }

  /**
   * Calls `subscriber` with each message from now on, until the returned function is called. What it throws is reported as an event listener's error is, and
   * so are messages that cannot be decoded, where nobody else waits for one.
   */
  subscribe(subscriber: (value: Out) => void): () => void {
    let wants = true;
    const own = (value: Out): void => {
      try {
        if (wants) subscriber(value);
      } catch (error) {
        uncaught(error);
      }
    };
    this.#subscribers = [...this.#subscribers, own];
    this.#around.turns.soon(() => this.pump());
    return () => {
      wants = false;
      this.#subscribers = this.#subscribers.filter(other => other !== own);
    };
  }

  /** The newest message received; of a `latest` channel that nobody else reads, the newest that there is. */
  get current(): Out | undefined {
    if (!this.#isIterated && this.#subscribers.length === 0) {
      while (this.#end && !this.#failure && this.#isLatest && !this.#views && this.#take() !== nothing);
    }
    return this.#current;
  }

  /** Closes it: Go receives what was sent, and then io.EOF. What Go sends from now on goes nowhere. */
  close(): void {
    if (this.#closing) return;
    this.#closing = true;
    this.#finish();
    if (this.#end) this.#flush();
  }

  /** One iteration at a time. It ends when Go has closed the channel and everything was received. */
  [Symbol.asyncIterator](): AsyncIterator<Out, undefined> {
    if (this.#isIterated) throw this.#error("channel-busy", "is iterated over already: one at a time, for each message goes to one of them (subscribe takes any number)");
    this.#isIterated = true;
    const stop = (): Promise<IteratorResult<Out, undefined>> => {
      this.#isIterated = false;
      for (const { resolve } of this.#waiters.splice(0)) resolve({ value: undefined, done: true });
      return Promise.resolve({ value: undefined, done: true });
    };
    return { next: () => this.#next(), return: stop };
  }

  /** @internal Go has opened it. */
  attach(info: ChannelInfo, end: End): void {
    const given = codecNames[info.codec] ?? this.codec;
    this.#isLatest = info.policy === 1;
    this.#end = end;
    if (given !== this.codec) {
      end.writer.close();
      end.reader.close();
      this.#fail(this.#error("codec-mismatch", `has the codec ${this.codec} here, and ${given} in Go: say the same on both sides`));
      this.#opened.reject(this.#failure);
      return;
    }
    this.#opened.resolve();
    if (this.#closing) this.#around.finished(this); // what was sent before goes to Go still
    this.#flush();
    this.pump();
  }

  /** @internal The program has ended; what was sent before can still be received. `drained`: and has come. */
  endProgram(error: unknown, drained: boolean): void {
    this.#ended = { error };
    for (const { reject } of this.#queue.splice(0)) reject(this.#closed());
    if (!drained) return;
    this.#drained = true;
    if (!this.#end) this.#fail(this.#closed());
    this.#opened.reject(this.#failure ?? this.#closed());
    this.pump();
  }

  /** @internal Whether another object may take its name. */
  get isOver(): boolean {
    return this.#failure !== undefined || (this.#finished && this.#end !== undefined);
  }

  /** @internal Whether somebody wants the next message. */
  get isHeard(): boolean {
    return this.#waiters.length > 0 || (this.#subscribers.length > 0 && !this.#isIterated);
  }

  /** @internal Whether there is something to receive, or to learn of. */
  get isReady(): boolean {
    return this.#end?.reader.peek() !== Status.notYet;
  }

  /** @internal Makes visible what was sent. */
  publish(): void {
    this.#unpublished = 0;
    this.#end?.writer.publish();
  }

  /** @internal Something may have changed: sends what waits, and hands out what is there, as long as somebody wants it. */
  pump(sleeps = false): void {
    if (!this.#end || this.#failure) return;
    if (this.#queue.length > 0) this.#flush();
    const { reader } = this.#end;
    while (!this.#finished && this.isHeard) {
      let taken: Out | typeof nothing;
      try {
        taken = this.#take();
      } catch (error) {
        (this.#waiters.shift()?.reject ?? uncaught)(error);
        continue;
      }
      if (taken !== nothing) {
        if (this.#waiters.length > 0) this.#waiters.shift()?.resolve({ value: taken, done: false });
        if (this.#around.turns.due(LOOK_EVERY)) return this.#around.turns.later(() => this.pump());
      } else if (!this.#finished && !this.#failure) {
        if (this.#unpublished > 0) this.publish(); // who waits for an answer has asked
        reader.giveBack();
        if (!sleeps && this.#around.looks(this)) return;
        if (!reader.arm()) return;
      } else {
        return;
      }
    }
    if (this.#finished) this.#settleWaiters();
  }

  #next(): Promise<IteratorResult<Out, undefined>> {
    const { turns } = this.#around;
    if (!this.#isIterated) return Promise.resolve({ value: undefined, done: true });
    if (this.#end && this.#waiters.length === 0 && !this.#finished && !this.#failure && !turns.due(LOOK_EVERY)) {
      try {
        const taken = this.#take();
        if (taken !== nothing) return Promise.resolve({ value: taken, done: false });
      } catch (error) {
        return Promise.reject(error as Error);
      }
    }
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve: resolve as Waiter["resolve"], reject });
      if (this.#finished || this.#failure) this.#settleWaiters();
      else if (turns.due()) turns.later(() => this.pump());
      else this.pump();
    });
  }

  /** The next message, handed to the subscribers already, or `nothing`. Throws where its bytes are no message of the codec. */
  #take(): Out | typeof nothing {
    const { reader } = this.#end as End;
    const status = reader.peek();
    if (status === Status.closed || (status === Status.notYet && this.#drained)) {
      this.#finish();
      return nothing;
    }
    if (status === Status.corrupt) {
      this.#fail(this.#error("channel-broken", "is broken: the other side wrote what is no message"));
      return nothing;
    }
    if (status !== Status.done) return nothing;
    const { bytes, at, length } = reader;
    let value: Out;
    try {
      if (this.#views) {
        const array = view(this.codec, bytes.buffer, bytes.byteOffset + at, length);
        const release = reader.hold();
        const { dispose } = Symbol as { dispose?: symbol };
        value = { value: array, release, ...(dispose && { [dispose]: release }) } as Out;
      } else {
        const copy = copyOf(bytes, at, length);
        reader.skip();
        value = decode(this.codec, copy) as Out;
      }
    } catch (cause) {
      if (this.#views) reader.skip();
      throw this.#error("bad-message", `received what is no message of codec ${this.codec}`, cause);
    }
    this.#current = value;
    const subscribers = this.#subscribers;
    for (let i = 0; i < subscribers.length; i++) (subscribers[i] as (value: Out) => void)(value); // in Firefox far faster than for…of
    return value;
  }

  /** Whether it could be written; throws where it never can. */
  #write(bytes: Uint8Array): boolean {
    if (this.#failure) throw this.#failure;
    if (this.#closing || this.#ended) throw this.#closed();
    return this.#end !== undefined && this.#put(this.#end, bytes);
  }

  #put(end: End, bytes: Uint8Array): boolean {
    const status = end.writer.write(bytes);
    if (status === Status.done) {
      this.#written++;
      this.#unpublished += bytes.length + BYTES_EACH;
      if (this.#unpublished >= BURST_BYTES || bytes.length >= LARGE) this.publish();
      else if (!this.#publishing) this.#publishSoon(HOPS);
      return true;
    }
    if (status === Status.notYet) {
      this.publish();
      return false;
    }
    if (status === Status.tooLong) throw this.#error("message-too-large", `takes no message of ${bytes.length} bytes: it was opened for shorter ones (ferry.MaxMessage)`);
    throw status === Status.closed ? this.#closed() : this.#error("channel-broken", "is broken: the other side wrote what is no message");
  }

  /** One publication for all that is sent in one go, also by a loop that awaits each `send`. */
  #publishSoon(hops: number): void {
    const written = this.#written;
    this.#publishing = true;
    const publish = (): void => {
      this.#publishing = false;
      if (this.#unpublished > 0) this.publish();
    };
    if (hops === 0) this.#around.turns.later(publish);
    else void resolved.then(() => (hops === HOPS || this.#written !== written ? this.#publishSoon(hops - 1) : publish())); // in Chromium cheaper than queueMicrotask
  }

  #flush(): void {
    const end = this.#end as End;
    for (let first = this.#queue[0]; first && !this.#failure; first = this.#queue[0]) {
      try {
        if (this.#put(end, first.bytes)) first.resolve();
        else if (end.writer.arm()) continue;
        else return;
      } catch (error) {
        first.reject(error);
      }
      this.#queue.shift();
    }
    if (this.#closing) {
      end.writer.close();
      end.reader.close();
    }
  }

  /** Nothing more will be received. */
  #finish(): void {
    if (this.#finished) return;
    this.#finished = true;
    this.#settleWaiters();
    if (this.#end) this.#around.finished(this);
  }

  #fail(error: GoChannelError): void {
    this.#failure ??= error;
    for (const { reject } of this.#queue.splice(0)) reject(this.#failure);
    this.#settleWaiters();
    this.#around.finished(this);
  }

  /** Iterations end, by an error where that is why. */
  #settleWaiters(): void {
    const error = this.#failure ?? (this.#ended?.error === undefined || this.#closing ? undefined : this.#closed());
    for (const { resolve, reject } of this.#waiters.splice(0)) {
      if (error) reject(error);
      else resolve({ value: undefined, done: true });
    }
  }

  #closed(): GoChannelError {
    return this.#error("channel-closed", this.#ended ? "is closed: its program has ended" : "is closed", this.#ended?.error);
  }

  #error(code: GoChannelError["code"], what: string, cause?: unknown): GoChannelError {
    const { program, GoChannelError: Type } = this.#around;
    return new Type(code, `channel ${this.name} of ${program} ${what}`, { program, ...(cause === undefined ? {} : { cause }) });
  }
}
