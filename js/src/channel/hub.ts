/** The page's side of all channels of one run of a program. */
import type { GoChannelError } from "../errors.js";
import { Channel, type ChannelOptions, type Listener } from "./channel.js";
import type { ChannelInfo, End } from "./end.js";
import type { Spin } from "./spin.js";
import { Turns } from "./turns.js";

/** Who connects the hub with Go's side. */
export interface Link {
  /** An end on what Go opened. */
  connect(info: ChannelInfo): End;
  /** The page has let go of a channel that Go has closed. */
  release(handle: number): void;
  /** Calls `done` when all that Go's side said before its end has been heard. */
  drain?(done: () => void): void;
  close(): void;
}

interface Opened {
  readonly info: ChannelInfo;
  readonly end: End;
  channel: Channel | undefined;
  closedByGo: boolean;
  left: boolean; // the page is through with it
}

export class Hub {
  readonly turns = new Turns();
  /** How this thread looks for messages before it sleeps; unset: not at all. */
  spin: Spin | undefined;
  readonly #program: string;
  readonly #GoChannelError: typeof GoChannelError;
  readonly #channels = new Map<string, Channel>();
  readonly #opened = new Map<number, Opened>();
  #link: Link | undefined;
  #ended: { error: unknown; drained: boolean } | undefined;
  #queued = false;
  #sleepy: Listener[] = []; // they found nothing, and wait

  constructor(program: string, Type: typeof GoChannelError) {
    this.#program = program;
    this.#GoChannelError = Type;
  }

  /** Go's side is there. */
  use(link: Link): void {
    this.#link = link;
  }

  /** Sets, or takes back, the word of a call that a busy loop in Go can look at (ferry.Canceled). Unset: Go sees nothing of this thread. */
  setCanceled: ((slot: number, canceled: boolean) => void) | undefined;

  /** `program.channel`. */
  channel(name: string, options: ChannelOptions = {}): Channel {
    const known = this.#channels.get(name);
    if (known && !known.isOver) {
      if (known.codec !== (options.codec ?? "bytes")) {
        throw new this.#GoChannelError("codec-mismatch", `channel ${name} of ${this.#program} is in use with codec ${known.codec}, not ${options.codec ?? "bytes"}`, { program: this.#program });
      }
      return known;
    }
    const around = { program: this.#program, GoChannelError: this.#GoChannelError, turns: this.turns, finished: (channel: object) => this.#left(channel), looks: (channel: Listener) => this.#looks(channel) };
    const channel = new Channel(name, options, around);
    this.#channels.set(name, channel);
    const waiting = [...this.#opened.values()].find(item => item.info.name === name && !item.channel);
    if (waiting) this.#attach(waiting, channel);
    if (this.#ended) channel.endProgram(this.#ended.error, this.#ended.drained);
    return channel;
  }

  /** Go has opened a channel. */
  opened(info: ChannelInfo): void {
    const link = this.#link;
    if (!link) return; // the program has ended: Firefox may still hand out a message of a port that is closed
    // An earlier one of this name, which nobody looked at, gives way.
    for (const item of this.#opened.values()) if (item.info.name === info.name && !item.channel) this.#drop(item);
    const item: Opened = { info, end: link.connect(info), channel: undefined, closedByGo: false, left: false };
    this.#opened.set(info.handle, item);
    const channel = this.#channels.get(info.name);
    if (channel && !channel.isOver) this.#attach(item, channel);
  }

  /** Go has closed a channel. */
  closed(handle: number): void {
    const item = this.#opened.get(handle);
    if (!item) return;
    item.closedByGo = true;
    item.channel?.pump();
    this.#forget(item);
  }

  /** Something may have changed in any of them. */
  readonly rung = (): void => {
    if (this.#queued) return;
    this.#queued = true;
    this.turns.soon(() => {
      this.#queued = false;
      this.pump();
    });
  };

  /** The same, now. */
  pump(): void {
    for (const { channel } of [...this.#opened.values()]) channel?.pump();
  }

  /**
   * The program has ended, with this error if that was not of its own accord. `orderly`: Go's side has come to its own end, and what it said before
   * may still be on its way.
   */
  end(error: unknown, orderly = false): void {
    if (this.#ended?.drained) return;
    const drain = orderly && this.#link?.drain;
    this.#ended = { error, drained: !drain };
    for (const channel of this.#channels.values()) channel.endProgram(error, !drain);
    if (drain) return drain(() => this.end(error));
    this.#link?.close();
    this.#link = undefined;
    this.turns.later(() => this.turns.rest());
  }

  /** Whether it is worth looking a little longer before this channel sleeps; it is pumped again then. */
  #looks(channel: Listener): boolean {
    if (!this.spin?.isWorthIt()) return false;
    if (this.#sleepy.push(channel) === 1) void Promise.resolve().then(this.#look); // first what else this task has to do
    return true;
  }

  readonly #look = (): void => {
    const sleepy = this.#sleepy.filter(channel => channel.isHeard);
    this.#sleepy = [];
    for (const { channel } of this.#opened.values()) channel?.publish(); // or nobody would answer
    const found = sleepy.length > 0 && this.spin?.look(() => sleepy.some(channel => channel.isReady)) === true;
    const pump = (): void => sleepy.forEach(channel => channel.pump(!found));
    if (found && this.turns.due()) this.turns.later(pump);
    else pump();
  };

  #attach(item: Opened, channel: Channel): void {
    item.channel = channel;
    channel.attach(item.info, item.end);
  }

  #left(channel: object): void {
    for (const item of this.#opened.values()) {
      if (item.channel !== channel) continue;
      item.left = true;
      this.#forget(item);
    }
  }

  #drop(item: Opened): void {
    item.end.reader.close();
    item.end.writer.close();
    item.left = true;
    this.#forget(item);
  }

  #forget(item: Opened): void {
    if (!item.closedByGo || !item.left || !this.#opened.delete(item.info.handle)) return;
    this.#link?.release(item.info.handle);
  }
}
