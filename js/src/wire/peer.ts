/** One side of a conversation: requests and their answers, with values of any kind; protocol.ts has the messages. */
import type { CommonMessage, Endpoint, Mark, PageMessage, Packed, WorkerMessage } from "../protocol.js";
import { packError, unpackError, type ErrorClasses } from "./errors.js";
import { Functions, type AnyFunction } from "./functions.js";
import { findCulprit, pack, unpack, type Marker, type Parcel } from "./values.js";

/** What differs between the two sides. */
export interface PeerContext {
  readonly classes: ErrorClasses;
  messageOf(thrown: unknown): string;
  takeTransferList(value: object): readonly Transferable[];
  /** A word of shared memory for the signal of a request, on the page's side. */
  takeSlot?(): CancelSlot | undefined;
  /** The error for a value that cannot be sent. */
  notCloneable(what: string, cause: unknown): Error;
}

/** A word of shared memory, of a call that is under way. */
export interface CancelSlot {
  readonly number: number;
  /** The call has been given up. */
  cancel(): void;
  /** The call has been answered. */
  free(): void;
}

interface Pending {
  readonly what: string;
  resolve(value: unknown): void;
  reject(error: unknown): void;
  /** Gives back what the request holds. */
  settled(): void;
}

type Message = PageMessage | WorkerMessage;
const MAX_CAUSES = 8;

export class Peer {
  readonly functions: Functions;
  readonly #endpoint: Endpoint;
  readonly #context: PeerContext;
  readonly #pending = new Map<number, Pending>();
  readonly #signals = new Map<number, AbortController>(); // of the other side
  readonly #marker: Marker;
  #held: (() => void)[] = []; // what to give back when the request that is packed or unpacked now is settled
  #causes = 0;
  #last = 0;
  #closed: ((what: string) => unknown) | undefined;

  constructor(endpoint: Endpoint, context: PeerContext) {
    this.#endpoint = endpoint;
    this.#context = context;
    this.functions = new Functions(
      (id, args) => this.ask("a function that was passed along", args, (request, packed) => ({ type: "invoke", id: request, function: id, args: packed })),
      (id, count) => {
        if (!this.#closed) this.send({ type: "release", function: id, count });
      },
    );
    this.#marker = {
      takeTransferList: context.takeTransferList,
      mark: value => this.#mark(value),
      unmark: mark => this.#unmark(mark),
    };
  }

  send(message: Message, transfer: Transferable[] = []): void {
    this.#endpoint.postMessage(message, transfer);
  }

  /** Sends a request; the promise is that of its answer. `what` is asked, for messages. */
  ask(what: string, args: unknown[], message: (id: number, args: Packed) => Message): Promise<unknown> {
    if (this.#closed) return Promise.reject(this.#closed(what) as Error);
    const id = ++this.#last;
    const held: (() => void)[] = (this.#held = []);
    const settled = (): void => held.forEach(release => release());
    try {
      const name = (value: unknown[]): string | undefined => value.map((item, i) => findCulprit(item, `argument ${i + 1} of ${what}`)).find(Boolean);
      this.#post(pack(args, this.#marker), packed => message(id, packed), packed => name(packed as unknown[]));
    } catch (error) {
      settled();
      return Promise.reject(error as Error);
    }
    return new Promise((resolve, reject) => this.#pending.set(id, { what, resolve, reject, settled }));
  }

  /** Answers a request of the other side with what `give` returns, or resolves to, or throws. */
  async answer(id: number, what: string, give: () => unknown): Promise<void> {
    const held: (() => void)[] = (this.#held = []);
    try {
      // What is thrown at once comes a turn later too: behind the news of an end.
      const value = await new Promise(resolve => resolve(give()));
      if (this.#closed) return;
      this.#held = [];
      this.#post(pack(value, this.#marker), packed => ({ type: "result", id, value: packed }), packed => findCulprit(packed, `the result of ${what}`));
    } catch (error) {
      if (!this.#closed) this.send({ type: "error", id, error: this.packThrown(error) });
    } finally {
      held.forEach(release => release());
    }
  }

  /** What a request came with; to be called within `answer`. */
  unpack(packed: Packed): unknown {
    return unpack(packed, this.#marker);
  }

  /** Anything that was thrown; what cannot be sent is sent as its text. */
  packThrown(thrown: unknown): Packed {
    if (thrown instanceof Error || (typeof DOMException === "function" && thrown instanceof DOMException)) return { value: undefined, marks: [{ at: [], ...this.#mark(thrown) }] };
    return { value: findCulprit(thrown, "") === undefined ? thrown : this.#context.messageOf(thrown) };
  }

  /** Takes a message that is the same for both sides; false where it is none. */
  take(message: Message): message is CommonMessage {
    switch (message.type) {
      case "invoke":
        void this.answer(message.id, "a function that was passed along", () => {
          const call = this.functions.given(message.function) as AnyFunction;
          return call(...(this.unpack(message.args) as unknown[]));
        });
        return true;
      case "result":
        this.#settle(message.id)?.resolve(this.unpack(message.value));
        return true;
      case "error":
        this.#settle(message.id)?.reject(this.unpack(message.error));
        return true;
      case "release":
        this.functions.release(message.function, message.count);
        return true;
      case "abort":
        this.#signals.get(message.signal)?.abort(this.unpack(message.reason));
        return true;
      default:
        return false;
    }
  }

  /** There is no other side any more: every request is rejected with `error`, and so is each further one. */
  close(error: (what: string) => unknown): void {
    this.#closed = error;
    for (const id of [...this.#pending.keys()]) {
      const pending = this.#settle(id) as Pending;
      pending.reject(error(pending.what));
    }
    this.functions.clear();
    this.#signals.clear();
  }

  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    pending?.settled();
    return pending;
  }

  #post({ packed, transfer }: Parcel, message: (packed: Packed) => Message, culprit: (value: unknown) => string | undefined): void {
    try {
      this.send(message(packed), transfer);
    } catch (cause) {
      for (const mark of packed.marks ?? []) if (mark.kind === "function") this.functions.release(mark.id, 1);
      const what = culprit(packed.value);
      throw what === undefined ? cause : this.#context.notCloneable(what, cause);
    }
  }

  #mark(value: object): Mark {
    if (typeof value === "function") {
      const call = value as AnyFunction;
      const id = this.functions.foreign(call);
      return id === undefined ? { kind: "function", id: this.functions.give(call) } : { kind: "own", id };
    }
    if (value instanceof AbortSignal) return this.#markSignal(value);
    this.#causes++;
    const packCause = (cause: unknown): Packed => (this.#causes > MAX_CAUSES ? { value: this.#context.messageOf(cause) } : this.packThrown(cause));
    const error = packError(value as Error, packCause);
    this.#causes--;
    return { kind: "error", error };
  }

  #markSignal(signal: AbortSignal): Mark {
    const id = ++this.#last;
    if (signal.aborted) return { kind: "signal", id, aborted: true, reason: this.packThrown(signal.reason) };
    const slot = this.#context.takeSlot?.();
    const abort = (): void => {
      slot?.cancel();
      if (!this.#closed) this.send({ type: "abort", signal: id, reason: this.packThrown(signal.reason) });
    };
    signal.addEventListener("abort", abort);
    this.#held.push(() => {
      signal.removeEventListener("abort", abort);
      slot?.free();
    });
    return { kind: "signal", id, aborted: false, ...(slot && { slot: slot.number }) };
  }

  #unmark(mark: Mark): unknown {
    switch (mark.kind) {
      case "function":
        return this.functions.take(mark.id);
      case "own":
        return this.functions.given(mark.id);
      case "error":
        return unpackError(mark.error, this.#context.classes, packed => this.unpack(packed));
      case "signal": {
        const controller = new AbortController();
        if (mark.aborted) controller.abort(mark.reason && this.unpack(mark.reason));
        else {
          this.#signals.set(mark.id, controller);
          this.#held.push(() => this.#signals.delete(mark.id));
        }
        return mark.slot === undefined ? controller.signal : Object.assign(controller.signal, { goferrySlot: mark.slot });
      }
    }
  }
}
