/** What comes through a channel of a program, as a component shows it: by animation frames. */
import type { Channel } from "../channel/channel.js";
import type { ChannelCodec } from "../channel/codecs.js";
import type { Program } from "../program.js";
import { Cell, type Store } from "./store.js";

/** What is used of a program. */
export type ProgramOfChannels = Pick<Program, "channel">;

/** The newest message of a channel. */
export interface ChannelState<Out> {
  /** What came last. */
  readonly value: Out | undefined;
  /** Why the channel cannot be used. */
  readonly error: unknown;
}

/** The messages of a channel. */
export interface StreamState<Out> {
  /** What came since the component was mounted, oldest first; of many, the newest. */
  readonly messages: readonly Out[];
  /** Why the channel cannot be used. */
  readonly error: unknown;
}

/** The way back through a channel. */
export interface Sends<In> {
  /** Sends a message; the promise tells when it has been taken. */
  readonly send: (value: In) => Promise<void>;
}

/** How a channel is used. */
export interface UseChannelOptions {
  /** What its messages are; Go's side has to say the same. By default `"bytes"`. */
  codec?: ChannelCodec;
}

/** How a stream is used. */
export interface UseChannelStreamOptions extends UseChannelOptions {
  /** How many messages are kept; 1000 by default. */
  limit?: number;
}

/** Browsers draw nothing of a hidden page, but Go is not to wait for it for ever. */
const HIDDEN_FRAME_MS = 1000;

/** The state of one channel; `take` says how what has come in a frame changes it. */
export class ChannelStore<S extends { readonly error: unknown }, In, Out> implements Store<S> {
  readonly initial: S;
  readonly #cell: Cell<S>;
  readonly #open: () => Channel<In, Out>;
  readonly #program: ProgramOfChannels | undefined;
  readonly #take: (state: S, values: Out[]) => S;
  readonly #newestOnly: boolean;
  #stop: (() => void) | undefined;

  constructor(program: ProgramOfChannels | undefined, name: string, codec: ChannelCodec | undefined, initial: S, newestOnly: boolean, take: (state: S, values: Out[]) => S) {
    this.initial = initial;
    this.#cell = new Cell(initial);
    this.#program = program;
    this.#newestOnly = newestOnly;
    this.#take = take;
    this.#open = () => {
      if (!program) throw new Error(`goferry: the channel ${name} was used before its program runs`);
      return program.channel<In, Out>(name, codec === undefined ? {} : { codec });
    };
  }

  readonly get = (): S => this.#cell.value;

  readonly subscribe = (changed: () => void): (() => void) => {
    const remove = this.#cell.listen(changed);
    if (!this.#stop) this.#listen();
    return () => {
      remove();
      if (this.#cell.heard) return;
      this.#stop?.();
      this.#stop = undefined;
    };
  };

  /** Sends a message, as the channel's own `send` does. */
  readonly send = async (value: In): Promise<void> => this.#open().send(value);

  #listen(): void {
    if (!this.#program) return;
    let stopped = false;
    let leave = (): void => {};
    const { onRestart } = this.#program as Partial<Program>;
    const again = (): void => {
      this.#stop?.(); // the program runs again: its channels are new ones
      this.#cell.value = this.initial;
      this.#listen();
    };
    const fail = (error: unknown): void => {
      if (!stopped) this.#cell.value = { ...this.#cell.value, error };
    };
    this.#stop = () => {
      stopped = true;
      onRestart?.delete(again);
      leave();
    };
    onRestart?.add(again);
    try {
      const channel = this.#open();
      channel.opened.catch(fail);
      leave = this.#draw(channel, fail);
    } catch (error) {
      fail(error);
    }
  }

  /** Shows what has come, once a frame. */
  #draw(channel: Channel<In, Out>, fail: (error: unknown) => void): () => void {
    let values: Out[] = [];
    let frame: (() => void) | undefined;
    let unsubscribe = (): void => {};
    const draw = (): void => {
      frame = undefined;
      const taken = values;
      values = [];
      try {
        if (this.#newestOnly) taken.push(channel.current as Out);
        this.#cell.value = this.#take(this.#cell.value, taken);
      } catch (error) {
        fail(error);
      }
      if (this.#newestOnly && this.#stop) listen();
    };
    const listen = (): void => {
      unsubscribe = channel.subscribe(value => {
        values.push(value);
        if (frame) return;
        frame = onNextFrame(draw);
        // Until then nobody listens, so that a busy channel does not wake the page for what is never drawn.
        if (this.#newestOnly) queueMicrotask(() => unsubscribe());
      });
    };
    listen();
    return () => {
      unsubscribe();
      frame?.();
    };
  }
}

/** The store of the newest message. */
export function newestStore<In, Out>(program: ProgramOfChannels | undefined, name: string, { codec }: UseChannelOptions = {}): ChannelStore<ChannelState<Out>, In, Out> {
  return new ChannelStore<ChannelState<Out>, In, Out>(program, name, codec, { value: undefined, error: undefined }, true, (state, values) => ({ ...state, value: values.at(-1) }));
}

/** The store of the messages. */
export function streamStore<In, Out>(program: ProgramOfChannels | undefined, name: string, { codec, limit = 1000 }: UseChannelStreamOptions = {}): ChannelStore<StreamState<Out>, In, Out> {
  return new ChannelStore<StreamState<Out>, In, Out>(program, name, codec, { messages: [], error: undefined }, false, (state, values) => ({ ...state, messages: [...state.messages, ...values].slice(-limit) }));
}

/** Calls once, when the page is drawn next, or after a while where it is hidden. The returned function calls it off. */
function onNextFrame(draw: () => void): () => void {
  const frame = requestAnimationFrame(() => {
    clearTimeout(timer);
    draw();
  });
  const timer = setTimeout(() => {
    cancelAnimationFrame(frame);
    draw();
  }, HIDDEN_FRAME_MS);
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
