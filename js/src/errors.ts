/**
 * What can go wrong, as classes with stable codes. Switch on `code`: `instanceof` fails between two copies of a package.
 * docs/errors.md has a section for each code.
 */

/** Every code that exists. A code is never renamed or reused. */
export type GoferryErrorCode =
  | "load-failed" // the module could not be fetched or read
  | "load-aborted" // the caller's AbortSignal
  | "not-wasm" // the bytes are no WebAssembly module (an HTML page, a truncated file)
  | "compile-failed" // WebAssembly, but the engine refused it
  | "not-go" // WebAssembly, but not a Go program for GOOS=js
  | "unknown-import" // the module wants a function that nobody gives
  | "arguments-too-long" // args and env need more room than Go's linker leaves
  | "exited" // a callback into a program that has ended
  | "unknown-export" // no function of that name on program.exports
  | "panic" // Go panicked, or stopped with a fatal error
  | "trap" // WebAssembly trapped, or an exception passed through Go
  | "bad-abi" // the module broke a rule of Go's ABI
  | "terminated"; // program.terminate()

/** The base of all errors of this package. */
export class GoferryError extends Error {
  /** Says which error it is; stable. */
  readonly code: GoferryErrorCode;
  /** The program's name (the URL it was loaded from), where one is concerned. */
  readonly program: string | undefined;

  constructor(code: GoferryErrorCode, message: string, details: { program?: string | undefined; cause?: unknown } = {}) {
    super(message, "cause" in details ? { cause: details.cause } : undefined);
    this.code = code;
    this.program = details.program;
  }
}

/** The module could not be fetched, read or compiled, or is none that can run here. */
export class GoLoadError extends GoferryError {}
/** The module is sound, but its imports cannot be satisfied. */
export class GoLinkError extends GoferryError {}
/** A function of a program was called after the program had ended. */
export class GoExitedError extends GoferryError {}
/** A function that the program has not exported was called. */
export class GoExportError extends GoferryError {}
/** Go panicked, or its runtime stopped with a fatal error. `goStack` is the text that the runtime printed. */
export class GoPanicError extends GoferryError {
  /** The runtime's own report: the message and the goroutines' stacks. */
  readonly goStack: string;

  constructor(message: string, goStack: string, details: { program?: string | undefined; cause?: unknown } = {}) {
    super("panic", message, details);
    this.goStack = goStack;
  }
}
/** WebAssembly trapped, or an exception passed through frames of Go that cannot be taken back. `cause` is what was thrown. */
export class GoTrapError extends GoferryError {}
/** The program was ended by `terminate()`. */
export class GoTerminatedError extends GoferryError {}

// The bundler shortens the names of classes; people read these in consoles and logs.
const classes = { GoferryError, GoLoadError, GoLinkError, GoExitedError, GoExportError, GoPanicError, GoTrapError, GoTerminatedError };
for (const [name, { prototype }] of Object.entries(classes)) {
  Object.defineProperty(prototype.constructor, "name", { value: name });
  Object.defineProperty(prototype, "name", { value: name, writable: true, configurable: true });
}

/** The text of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  try {
    return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  } catch {
    return "a value that has no text";
  }
}
