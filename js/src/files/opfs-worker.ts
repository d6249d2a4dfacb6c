/** A store whose files this thread holds open: all is done before a call returns. */
import type { Handles, SyncHandle } from "./opfs-handles.js";
import type { StoreHost } from "./stores.js";

const EIO = -5;
const ENOSPC = -28;

export class HeldStore implements StoreHost {
  readonly holds = true;
  readonly #handles: Handles;

  constructor(handles: Handles) {
    this.#handles = handles;
  }

  read(file: number, at: number, to: Uint8Array): number {
    return this.#try(file, handle => {
      let done = 0;
      while (done < to.length) {
        const count = handle.read(done === 0 ? to : to.subarray(done), { at: at + done });
        if (count === 0) break;
        done += count;
      }
      return done;
    });
  }

  write(file: number, at: number, from: Uint8Array): number {
    return this.#try(file, handle => {
      for (let done = 0; done < from.length; ) {
        const count = handle.write(done === 0 ? from : from.subarray(done), { at: at + done });
        if (count === 0) return ENOSPC;
        done += count;
      }
      return 0;
    });
  }

  flush(file: number): number {
    return this.#try(file, handle => (handle.flush(), 0));
  }

  truncate(file: number, size: number): number {
    return this.#try(file, handle => (handle.truncate(size), 0));
  }

  size(file: number): number {
    return this.#try(file, handle => handle.getSize());
  }

  ready(): number {
    return 0;
  }

  settle(): number {
    return 0;
  }

  async wait(): Promise<void> {}

  close(): void {
    this.#handles.close();
  }

  #try(file: number, action: (handle: SyncHandle) => number): number {
    try {
      return action(this.#handles.files[file] as SyncHandle);
    } catch (cause) {
      return errnoOf(cause);
    }
  }
}

/** What an exception of a handle means. */
export function errnoOf(cause: unknown): number {
  return (cause as { name?: unknown } | undefined)?.name === "QuotaExceededError" ? ENOSPC : EIO;
}
