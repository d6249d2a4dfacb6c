/** A socket of the program's: bytes of what the page sends as messages, messages of what the program writes. */
import { Status, type End, type Reader } from "../channel/end.js";
import { FAILED, NOT_YET, Incoming, type Pieces } from "./stdin.js";

/** $sdflags of preview1/witx/typenames.witx. */
const READ = 1;
const WRITE = 2;

export class Socket extends Incoming {
  readonly #end: End;
  readonly #longest: number;
  #shut = 0;

  /** `end` is the program's end of a channel that takes messages of at most `longest` bytes. */
  constructor(end: End, longest: number) {
    super(messagesOf(end.reader));
    this.#end = end;
    this.#longest = longest;
  }

  /** As many of the bytes as it takes now, in one message. */
  send(bytes: Uint8Array): number {
    const { writer } = this.#end;
    const message = bytes.subarray(0, this.#longest);
    for (;;) {
      const status = this.#shut & WRITE ? Status.closed : writer.write(message);
      if (status !== Status.done && status !== Status.notYet) return FAILED;
      writer.publish();
      if (status === Status.done) return message.length;
      if (!writer.arm()) return NOT_YET;
    }
  }

  /** Whether there is space for what was too much; as `readable`. */
  writable(): number {
    return this.#end.writer.arm() ? 2 : 0;
  }

  /** 0 where it was shut, both ways, before. */
  shut(how: number): number {
    if ((this.#shut | (this.ended ? READ : 0)) === (READ | WRITE)) return 0;
    const { reader, writer } = this.#end;
    if (how & WRITE) writer.close();
    if (how & READ) {
      reader.close();
      this.end();
    }
    this.#shut |= how;
    return 1;
  }
}

function messagesOf(reader: Reader): Pieces {
  return {
    next() {
      for (;;) {
        const status = reader.peek();
        if (status === Status.done) {
          const message = reader.bytes.slice(reader.at, reader.at + reader.length);
          reader.skip();
          if (message.length > 0) return message; // an empty one is no end
        } else if (status === Status.notYet) {
          reader.giveBack();
          if (!reader.arm()) return undefined;
        } else {
          return status === Status.closed ? new Uint8Array(0) : new Error("the channel is broken");
        }
      }
    },
    end() {},
  };
}
