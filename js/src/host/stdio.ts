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
export function createOutput(target: OutputTarget | Output, log: (line: string) => void): Output {
  if (target === "ignore") return { write() {}, end() {} };
  if (target === "console") return lines(log);
  if (typeof target === "function") return lines(target);
  return "write" in target ? target : streamed(target);
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

/** Writers and readers by stream: a program that is restarted goes on with what its run before had, which is given up a moment later. */
const writers = new WeakMap<WritableStream, { writer: WritableStreamDefaultWriter<Uint8Array>; users: number }>();
const readers = new WeakMap<ReadableStream, { reader: ReadableStreamDefaultReader<Uint8Array | string>; users: number; rest: Uint8Array; turn: Promise<void> }>();

function streamed(stream: WritableStream<Uint8Array>): Output {
  const shared = writers.get(stream) ?? { writer: stream.getWriter(), users: 0 };
  writers.set(stream, shared);
  shared.users++;
  const { writer } = shared;
  // A reader that cancelled does not want the rest; that is its right, and Go is not told.
  const ignore = (): void => {};
  writer.closed.catch(ignore);
  return {
    write(bytes) {
      writer.write(bytes.slice()).catch(ignore);
    },
    end() {
      shared.users--;
      queueMicrotask(() => {
        if (shared.users === 0) writer.close().catch(ignore);
      });
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
  // `turn`: one read after the other.
  const shared = readers.get(stream) ?? { reader: stream.getReader(), users: 0, rest: new Uint8Array(0), turn: Promise.resolve() };
  readers.set(stream, shared);
  shared.users++;
  const encoder = new TextEncoder();
  let ended = false;
  const next = async (to: Uint8Array): Promise<number> => {
    while (shared.rest.length === 0) {
      const { done, value } = await shared.reader.read();
      if (done) return 0;
      shared.rest = typeof value === "string" ? encoder.encode(value) : value;
    }
    if (ended) return 0; // it is for the next run
    const part = shared.rest.subarray(0, to.length);
    to.set(part);
    shared.rest = shared.rest.subarray(part.length);
    return part.length;
  };
  return {
    read(to, done) {
      shared.turn = shared.turn.then(() => next(to)).then(
        count => void (ended || done(null, count)),
        (cause: unknown) => void (ended || done(Object.assign(new Error("the stream behind stdin failed", { cause }), { code: "EIO" }), 0)),
      );
    },
    end() {
      ended = true;
      shared.users--;
      queueMicrotask(() => {
        if (shared.users === 0) shared.reader.cancel().catch(() => {});
      });
    },
  };
}
