/** Standard input, output and error of a program. */

/** Where output goes: lines to a function, bytes to a stream, lines to the console, nowhere. */
export type OutputTarget = ((line: string) => void) | WritableStream<Uint8Array> | "console" | "ignore";
/** Where input comes from. Nothing given: it is at its end. */
export type InputSource = string | ArrayBufferView | ArrayBuffer | ReadableStream<Uint8Array | string>;

/** Takes the bytes of one descriptor. */
export interface Output {
  /** Bytes of any cut; they are the caller's again afterwards. */
  write(bytes: Uint8Array): void;
  /** The program has ended: a last line without a newline goes out now. */
  end(): void;
}

/** `log` is the console's method for this descriptor. */
export function createOutput(target: OutputTarget, log: (line: string) => void): Output {
  if (target === "ignore") return { write() {}, end() {} };
  if (target === "console") return lines(log);
  return typeof target === "function" ? lines(target) : streamed(target);
}

function lines(emit: (line: string) => void): Output {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let rest = "";
  return {
    write(bytes) {
      const text = rest + decoder.decode(bytes, { stream: true });
      const end = text.lastIndexOf("\n");
      if (end < 0) {
        rest = text;
        return;
      }
      rest = text.slice(end + 1);
      for (const line of text.slice(0, end).split("\n")) emit(line);
    },
    end() {
      const last = rest + decoder.decode();
      rest = "";
      if (last !== "") emit(last);
    },
  };
}

function streamed(stream: WritableStream<Uint8Array>): Output {
  const writer = stream.getWriter();
  // A reader that cancelled does not want the rest; that is its right, and Go is not told.
  const ignore = (): void => {};
  writer.closed.catch(ignore);
  return {
    write(bytes) {
      writer.write(bytes.slice()).catch(ignore);
    },
    end() {
      writer.close().catch(ignore);
    },
  };
}

/** Reads for one program. `done(error, count)` is called before `read` returns, unless the source is a stream that has to be waited for. */
export interface Input {
  read(to: Uint8Array, done: (error: Error | null, count: number) => void): void;
  /** The program has ended. */
  end(): void;
}

export function createInput(source: InputSource | undefined): Input {
  if (source instanceof ReadableStream) return streamedInput(source);
  const bytes = source === undefined ? new Uint8Array(0) : typeof source === "string" ? new TextEncoder().encode(source) : bytesOfBuffer(source);
  let at = 0;
  return {
    read(to, done) {
      const part = bytes.subarray(at, at + to.length);
      to.set(part);
      at += part.length;
      done(null, part.length);
    },
    end() {},
  };
}

function bytesOfBuffer(source: ArrayBufferView | ArrayBuffer): Uint8Array {
  return ArrayBuffer.isView(source) ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength) : new Uint8Array(source);
}

function streamedInput(stream: ReadableStream<Uint8Array | string>): Input {
  const reader = stream.getReader();
  const encoder = new TextEncoder();
  let rest: Uint8Array = new Uint8Array(0);
  let turn: Promise<void> = Promise.resolve(); // one read after the other
  const take = (to: Uint8Array): number => {
    const part = rest.subarray(0, to.length);
    to.set(part);
    rest = rest.subarray(part.length);
    return part.length;
  };
  const next = async (to: Uint8Array): Promise<number> => {
    while (rest.length === 0) {
      const { done, value } = await reader.read();
      if (done) return 0;
      rest = typeof value === "string" ? encoder.encode(value) : value;
    }
    return take(to);
  };
  return {
    read(to, done) {
      turn = turn.then(() => next(to)).then(
        count => done(null, count),
        (cause: unknown) => done(Object.assign(new Error("the stream behind stdin failed", { cause }), { code: "EIO" }), 0),
      );
    },
    end() {
      reader.cancel().catch(() => {});
    },
  };
}
