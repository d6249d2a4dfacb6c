/** Channels of two programs, one after the other. */
import type { Channel } from "./channel.js";

/** Two channels that are connected. */
export interface Connection {
  /** Resolves when the source has ended, and the target is closed for that; rejects with what went wrong on either side. */
  readonly done: Promise<void>;
  /** Lets go of both; they stay open. */
  disconnect(): void;
}

/** Sends all that `from` receives to `to`, in order and no faster than `to` takes it. While connected, `from` is iterated over. */
export function connect<T>(from: Channel<never, T>, to: Channel<T, unknown>): Connection {
  const messages = from[Symbol.asyncIterator]();
  let connected = true;
  const pump = async (): Promise<void> => {
    for (let next = await messages.next(); !next.done; next = await messages.next()) await to.send(next.value);
    if (connected) to.close();
  };
  const done = pump().finally(() => void messages.return?.());
  done.catch(() => {}); // told to whoever asks
  return {
    done,
    disconnect() {
      connected = false;
      void messages.return?.();
    },
  };
}
