/** The two directions of a channel as its page-side end sees them, whatever carries them. */

/** How an operation ended; bridge/channel/layout.h, Status. */
export const Status = { done: 0, notYet: 1, closed: 2, tooLong: 3, corrupt: 4 } as const;
export type Status = (typeof Status)[keyof typeof Status];

/** Writes messages. */
export interface Writer {
  /** Takes one message; it is on its way after `publish`. */
  write(payload: Uint8Array): Status;
  publish(): void;
  /** After `notYet`: true where there is space by now; else the other side will ring. */
  arm(): boolean;
  /** No more messages. */
  close(): void;
}

/** Reads messages. */
export interface Reader {
  /** Where the message is that `peek` found. */
  readonly bytes: Uint8Array;
  at: number;
  length: number;
  peek(): Status;
  /** That message has been read. */
  skip(): void;
  /** Instead of `skip`: it stays where it is until the returned function is called. */
  hold(): () => void;
  /** This end will read no further for now: gives its space back. */
  giveBack(): void;
  /** After `notYet`: true where there is something by now; else the other side will ring. */
  arm(): boolean;
  /** No more reading. */
  close(): void;
}

/** What Go opened. `toPage` and `toGo` are addresses in the arena. */
export interface ChannelInfo {
  handle: number;
  name: string;
  policy: number;
  codec: number;
  toPage: number;
  toGo: number;
  capacity: number;
  maxMessage: number;
}

/** An open channel's two directions. */
export interface End {
  readonly writer: Writer;
  readonly reader: Reader;
}
