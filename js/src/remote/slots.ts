/** Words in shared memory that tell Go, while it computes, that a call has been given up (ferry.Canceled). */
import { CANCEL_WORDS } from "../channel/layout.js";
import type { CancelSlot } from "../wire/peer.js";

/** The slots of one program: none where it shares no memory with the page. */
export class CancelSlots {
  #free: number[] = [];
  #write: (slot: number, canceled: boolean) => void = () => {};

  /** There are such words, and this sets them. */
  connect(write: (slot: number, canceled: boolean) => void): void {
    this.#write = write;
    for (let slot = CANCEL_WORDS - 1; slot > 0; slot--) this.#free.push(slot); // 0 means none
  }

  /** One that no other call has; undefined where there is none left. */
  take(): CancelSlot | undefined {
    const number = this.#free.pop();
    if (number === undefined) return undefined;
    return {
      number,
      cancel: () => this.#write(number, true),
      free: () => {
        this.#write(number, false);
        this.#free.push(number);
      },
    };
  }
}
